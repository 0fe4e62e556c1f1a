"""How often the class proposals are right, measured on citizens' messages with labels (../shared/data, read only).

The classes are described as a mechanism would: seven names and the words that tell them, written from the names alone.
The label column serves to measure. Half of the rows (by a hash of the row number) were looked at while the engine was
made; the figures to quote are those of the other half. Run: .venv/bin/python bench/insight_accuracy.py
"""

from __future__ import annotations

import csv
import hashlib
import sys
import time
from collections import Counter
from pathlib import Path

from lianqi.insight.classify import Classifier
from lianqi.insight.trained import train
from lianqi.kernel.mechanism.rules import CaseClass, Text

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "messages" / "labelled.csv"

CLASSES = {
    "城乡建设": (
        "小区 物业 业主 开发商 楼盘 交房 房产证 违建 违章建筑 拆迁 征地 安置房 施工 工地 "
        "路灯 道路 人行道 下水道 排水 自来水 停水 供水 停电 供电 天然气 燃气 管道 电梯 "
        "绿化 公园 住房 公租房 廉租房 棚户区 棚改 旧城改造 规划 占道 城管 垃圾 停车位 "
        "车位 消防通道 烂尾 购房 买房 公积金 危房 加装电梯 暖气 供暖 维修基金 业委会 村道 "
        "水管 修路 市政"
    ),
    "劳动和社会保障": (
        "社保 养老保险 医保 工伤 失业 养老金 退休 退休金 工资 拖欠工资 劳动合同 加班 就业 "
        "培训 招聘 劳动局 社保局 缴费 保险金 低保 民政 残疾 五险一金 农民工 劳动仲裁 "
        "用人单位 津贴 补缴 社保卡 退役 待遇 事业编 公务员 人社局 城乡居民 报销 人才 落户 "
        "职称 补贴 血汗钱 辞退"
    ),
    "教育文体": (
        "学校 教师 老师 学生 小学 中学 高中 初中 幼儿园 补课 培训班 招生 入学 学位 学区 "
        "教育局 学费 收费 大学 学院 毕业 文凭 高考 中考 体育 文化 图书馆 球场 作业 食堂 "
        "校园 家长 孩子 上学 读书 班主任 考试 体育馆 博物馆 文物 广场舞 课后 职校 实习"
    ),
    "商贸旅游": (
        "旅游 景区 景点 酒店 传销 消费者 商家 超市 电商 网购 市场 质量 假冒 伪劣 退款 "
        "营业执照 工商局 物价 价格 投资 外贸 商贸 餐馆 餐饮 快递 会员 预付卡 健身房 门票 "
        "导游 欺骗 产品 食品 电信 宽带 移动 合同 车行 4S店 加油站 理财 平台 商铺 企业 "
        "公司 电梯广告"
    ),
    "环境保护": (
        "污染 噪音 噪声 扰民 废水 废气 排放 粉尘 扬尘 环保局 环保 臭味 异味 恶臭 油烟 "
        "污水 垃圾焚烧 环评 大气 水源 河道 养猪场 养殖场 化工厂 砂石 采石场 搅拌站 辐射 "
        "变电站 基站 生态 空气 烟尘 偷排 排污 水库 黑臭 水质 焚烧 灰尘 刺鼻 夜间施工"
    ),
    "卫生计生": (
        "医院 医生 医疗 卫生院 卫生 计生 生育 二胎 独生子女 计划生育 社会抚养费 准生证 "
        "药品 药店 疫苗 病人 患者 护士 手术 门诊 卫计委 医保目录 诊所 救护车 传染病 疾控 "
        "孕妇 产检 住院 治疗 村医 乡村医生 医患 医药 健康 疾病 医师 抚养费 接种 妇幼"
    ),
    "交通运输": (
        "公交 公交车 公交线路 地铁 出租车 的士 滴滴 网约车 客运 班车 汽车站 火车站 高速 "
        "高速公路 国道 省道 收费站 交通 拥堵 堵车 红绿灯 的哥 司机 拒载 打表 运营 驾校 "
        "驾照 车站 站点 线路 运输 货车 超载 快速路 桥 交警 停运 轨道 铁路 航班 机场 "
        "乘客 驾驶 交通局"
    ),
}


def classes() -> dict[str, CaseClass]:
    return {
        name: CaseClass(id=name, name=Text(zh=name, en=name), words=tuple(words.split()), unit="", complexity="general")
        for name, words in CLASSES.items()
    }


def rows() -> list[tuple[str, str, bool]]:
    """(text, label, held out), in file order."""
    with DATA.open(encoding="utf-8-sig", newline="") as file:
        return [
            (f"{row['subject']}\n{row['body']}", row["label"], hashlib.sha256(row["id"].encode()).digest()[0] % 2 == 1)
            for row in csv.DictReader(file)
        ]


def main() -> None:
    if not DATA.exists():
        sys.exit(f"没有实测数据：{DATA}")
    data = rows()
    classifier = Classifier(classes())
    started = time.perf_counter()
    proposals = [classifier.propose(text) for text, _, _ in data]
    seconds = time.perf_counter() - started
    print(f"{len(data)} rows, described classes: {seconds:.1f} s, {seconds / len(data) * 1000:.2f} ms a text")
    for half, name in ((False, "looked at"), (True, "held out")):
        picked = [(p, label) for p, (_, label, held) in zip(proposals, data, strict=True) if held is half]
        sure = [(p, label) for p, label in picked if p.class_id]
        right = sum(p.class_id == label for p, label in sure)
        first = sum(bool(p.candidates) and p.candidates[0].class_id == label for p, label in picked)
        two = sum(label in [c.class_id for c in p.candidates[:2]] for p, label in picked)
        print(
            f"{name}: n={len(picked)} sure={len(sure) / len(picked):.1%} right of sure={right / len(sure):.1%}", end=" "
        )
        print(f"first whether sure or not={first / len(picked):.1%} in first two={two / len(picked):.1%}")
        if half:
            wrong = Counter((label, p.class_id) for p, label in sure if p.class_id != label)
            print("most frequent mistakes (label, proposed):", wrong.most_common(6))
    learnt = [(text, label) for text, label, held in data if not held]
    kept = [(text, label) for text, label, held in data if held]
    started = time.perf_counter()
    model = train(texts=[t for t, _ in learnt], labels=[label for _, label in learnt])
    answers = model.propose([t for t, _ in kept])
    right = sum(answer.class_id == label for answer, (_, label) in zip(answers, kept, strict=True))
    print(f"trained on the other half: held out right={right / len(kept):.1%}, {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
