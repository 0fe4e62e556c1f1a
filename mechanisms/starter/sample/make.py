# ruff: noqa: DTZ001
"""Write the invented sample of collected forms that the demonstration sorts.

Three files with the manners of real ones: a visiting table (xlsx, title line, several matters in one cell), a window's
register (csv in GB18030) and a questionnaire export (xlsx, one column a question). Every enterprise, person, number and
word is invented. Dates are local and without a zone, as people write them.
Run: .venv/bin/python mechanisms/starter/sample/make.py
"""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).parent
VISITS, WINDOW, QUESTIONNAIRE = "走访收集表.xlsx", "窗口登记表.csv", "问卷导出.xlsx"

_NAMES = """
青禾精密机械 远望新材料 晨星电子科技 澄湖食品 百川物流 鼎峰铸造 云杉家居 赤松包装
金穗粮油 蓝鲸智能装备 海棠医疗器械 双溪纺织 明德汽车零部件 银杏生物 北斗星软件
长风电缆 玉衡光学 松果教育用品 天工模具 红枫印务 翠微环保设备 石桥建材 白鹭化工
星野户外 福润商贸 和悦餐饮 大有冷链 永新机电 启明照明 锦程汽车服务 木槿服饰 雨林园艺
飞跃传动 同舟船配 凯歌乐器 远山茶业 新纪元橡塑 博雅检测 东篱酒业 瑞禾农机
"""
ENTERPRISES = _NAMES.split()

# (words, column): p = 存在的问题, r = 诉求. Several words about one matter, said as different people say them.
VISIT_MATTERS = [
    ("公交线路太少，员工上下班不方便", "p"),
    ("厂区附近没有公交站，新员工来了就走", "p"),
    ("希望增开园区到市区的通勤班车", "r"),
    ("班车末班太早，晚班职工回不去", "p"),
    ("下夜班没有公交车，职工只能打车", "p"),
    ("能否协调把公交线路延伸到三号路", "r"),
    ("近两个月停电五次，每次都要停机", "p"),
    ("电压不稳，数控机床经常报警停机", "p"),
    ("夏天限电，订单交不出来", "p"),
    ("希望增容一台变压器，现有用电负荷不够", "r"),
    ("线路老化跳闸频繁，影响生产", "p"),
    ("用电成本高，希望能享受电价优惠", "r"),
    ("普工招工难，流水线缺工三十多人", "p"),
    ("一线工人难招，招来也留不住", "p"),
    ("希望人社部门组织专场招聘会", "r"),
    ("技术工人紧缺，希望与职业院校对接", "r"),
    ("用工缺口大，节后返岗率不到七成", "p"),
    ("招聘高层次研发人才困难", "p"),
    ("流动资金紧张，银行要求追加抵押", "p"),
    ("贷款到期续贷难，希望协调银行", "r"),
    ("希望对接贴息贷款政策", "r"),
    ("厂房产权证一直没办下来，没法抵押贷款", "p"),
    ("融资渠道少，中小企业贷款利率偏高", "p"),
    ("希望组织银企对接活动", "r"),
    ("门前道路坑洼，大货车进出颠簸", "p"),
    ("雨天厂门口积水严重，希望尽快解决", "p"),
    ("排水管网堵塞，暴雨倒灌车间", "p"),
    ("路灯坏了半年没人修，夜班职工不安全", "p"),
    ("绿化带太高挡住视线，出入口发生过事故", "p"),
    ("园区道路两侧货车乱停，消防车进不来", "p"),
    ("请问高新技术企业认定需要哪些材料？", "r"),
    ("咨询一下研发费用加计扣除怎么申报", "r"),
    ("建议每季度办一次惠企政策宣讲", "r"),
    ("研发补贴申报通过了，至今没有到账", "p"),
    ("希望有人上门辅导专利申请", "r"),
    ("政策太多看不懂，不知道自己能享受哪些", "p"),
    ("环评手续办了四个月还没批下来", "p"),
    ("污水管网没有接通，只能用罐车外运", "p"),
    ("危废处置价格高，附近没有处置单位", "p"),
    ("隔壁厂房堆放易燃物，存在火灾隐患", "p"),
    ("消防通道被占用，多次反映无人管", "p"),
    ("希望安排安全生产培训", "r"),
    ("员工子女入学难，外地职工留不下来", "p"),
    ("希望配建职工公租房", "r"),
    ("职工宿舍不足，十几个人挤一间", "p"),
    ("出口退税进度慢，占用资金", "p"),
    ("希望组织参加境外展会", "r"),
    ("海关查验排队时间长，影响船期", "p"),
    ("想扩建二期，没有工业用地指标", "p"),
    ("租的厂房快到期，希望协调续租", "r"),
    ("天然气没有通到厂区，只能用瓶装气", "p"),
    ("自来水水压低，三楼车间经常断水", "p"),
    ("宽带网速慢，视频会议经常掉线", "p"),
    ("希望帮助成立党支部", "r"),
]
WINDOW_WORDS = [
    "员工反映上下班没有公交，打车又贵",
    "园区东门到地铁站没有班车，招人困难",
    "希望开通一条覆盖工业大道的通勤专线",
    "又停电了，没有提前通知，一炉产品报废",
    "连续停电导致冷库货物损失，希望供电所给说法",
    "电费太贵，峰段电价吃不消",
    "招不到操作工，希望园区帮忙发布招聘信息",
    "缺焊工和电工，开价六千也招不到",
    "银行抽贷，资金链快断了，再不解决就要停产",
    "贷款抵押率低，评估价只有市价五成",
    "厂门口积水，一下雨车就过不去，联系人 13900001234",
    "三号路坑多，运玻璃的车不敢走",
    "路灯不亮，偷盗时有发生",
    "请问社保缓缴怎么办理？",
    "请问新入职大学生补贴在哪里领取？",
    "建议在园区增设快递集散点",
    "建议把停车位划线，减少乱停乱放",
    "投诉某物业公司乱收费，垃圾清运费一年涨两次",
    "举报附近作坊夜间偷排废气",
    "工程款拖欠一年多，开发方一直推诿",
    "历史遗留的土地证问题拖了六年",
    "污水管网不通，环保检查年年整改",
    "职工孩子上学难，幼儿园学位不够",
    "希望协调公租房二十套",
    "办理施工许可跑了五趟，材料一次说不清",
    "希望减免疫情期间房租",
    "物流成本高，希望协调集中发货",
    "专利被仿冒，维权没有门路",
    "想申请首台套保险补偿，不知道找谁",
    "希望组织上下游对接，找本地配套厂",
    "车间隔音差被居民投诉，不知如何整改",
    "天然气价格涨得太快",
]
SURVEY_WORDS = [
    "公交少，晚上八点以后就没有车了",
    "限电影响交货",
    "招工太难",
    "贷款难，利息高",
    "下雨积水",
    "无",
    "没有",
    "",
    "暂无问题",
    "员工上下班乘车不便",
    "停电频繁，设备损坏两台",
    "工人不好招",
    "缺少技术工人",
    "希望协调银行授信",
    "路面破损",
    "测试",
    "希望多组织政策宣讲",
    "/",
    "子女上学问题",
    "希望园区建食堂和宿舍",
    "",
    "电压低",
    "普工缺口十五人",
    "续贷手续繁琐",
    "排水不畅，车间进水",
    "公交班次太少",
    "谢谢，暂时没有",
    "通勤不便，留不住人",
    "安全培训希望送教上门",
    "网络信号差",
]
CHOICES = ["用工", "融资", "用电", "交通", "用地", "政策"]


def name(at: int) -> str:
    kind = "有限公司" if at % 4 else "有限责任公司"
    return f"{ENTERPRISES[at % len(ENTERPRISES)]}{kind}"


def phone(at: int) -> str:
    return f"1390000{1000 + at * 37 % 9000}"


def write_visits(path: Path) -> None:
    """One row a visit; problems and requests in separate columns; two matters in some cells; a total below."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    book.set_properties({"created": datetime(2026, 9, 30)})
    sheet = book.add_worksheet("第三季度走访")
    day = book.add_format({"num_format": "yyyy/m/d"})
    sheet.merge_range(0, 0, 0, 7, "第三季度入企走访情况收集表")
    sheet.write_row(1, 0, ["序号", "企业名称", "联系人", "联系电话", "存在的问题", "诉求和建议", "联络员", "走访日期"])
    line = 2
    for at, (words, column) in enumerate(VISIT_MATTERS):
        more = VISIT_MATTERS[(at + 17) % len(VISIT_MATTERS)][0] if at % 9 == 4 else ""
        cell = f"1、{words}；\n2、{more}。" if more else words
        problem, request = (cell, "无") if column == "p" else ("", cell)
        sheet.write_row(
            line,
            0,
            [at + 1, name(at), f"{'陈李王赵周'[at % 5]}先生", phone(at), problem, request, f"联络员{at % 7 + 1}"],
        )
        sheet.write_datetime(line, 7, datetime.combine(date(2026, 7, 6) + timedelta(days=at), datetime.min.time()), day)
        line += 2 if at == 20 else 1
    for at, words in ((3, VISIT_MATTERS[3][0]), (7, VISIT_MATTERS[7][0] + "。")):
        sheet.write_row(line, 0, [line, name(at), "", "", words, "", "联络员1"])
        line += 1
    sheet.write_row(line, 0, ["合计", "", "", "", "56 户"])
    book.close()


def write_window(path: Path) -> None:
    """The service window's register as its clerk exports it: GB18030, one column of words."""
    with path.open("w", encoding="gb18030", newline="") as file:
        out = csv.writer(file)
        out.writerow(["登记时间", "企业名称（全称）", "反映内容", "来电号码"])
        for at, words in enumerate(WINDOW_WORDS):
            moment = datetime(2026, 8, 3, 9) + timedelta(days=at, minutes=at * 13)
            out.writerow([moment.strftime("%Y-%m-%d %H:%M"), name(at * 3 + 1), words, phone(at + 60)])
        out.writerow(["2026-09-10 10:00", name(5), '=HYPERLINK("http://example.invalid","点此领取补贴")', ""])
        out.writerow(["2026-09-10 10:05", "", "-停车位不够，货车没有地方停", ""])


def write_questionnaire(path: Path) -> None:
    """A questionnaire export: one column a question, choices joined by ┋, most answers to the open question short."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": datetime(2026, 9, 30)})
    sheet = book.add_worksheet("Sheet1")
    head = [
        "序号",
        "提交答卷时间",
        "所用时间",
        "来源",
        "来源详情",
        "来自IP",
        "1、贵企业名称",
        "2、企业规模",
        "3、目前最需要帮助的方面【多选题】",
    ]
    sheet.write_row(0, 0, [*head, "4、请写下最希望解决的一件事"])
    for at, words in enumerate(SURVEY_WORDS):
        picked = "┋".join(choice for place, choice in enumerate(CHOICES) if (at + place) % 3 == 0)
        moment = (datetime(2026, 9, 14, 8, 30) + timedelta(hours=at * 5)).strftime("%Y/%m/%d %H:%M:%S")
        scale = ("规上企业", "规下企业", "个体工商户")[at % 3]
        sheet.write_row(
            at + 1,
            0,
            [at + 1, moment, f"{40 + at}秒", "微信", "N/A", "0.0.0.0", name(at * 7 + 2), scale, picked, words],
        )
    book.close()


def main(folder: Path = HERE) -> list[Path]:
    """Write the three files into `folder` and say where they are."""
    write_visits(folder / VISITS)
    write_window(folder / WINDOW)
    write_questionnaire(folder / QUESTIONNAIRE)
    return [folder / VISITS, folder / WINDOW, folder / QUESTIONNAIRE]


if __name__ == "__main__":
    for written in main():
        print(written.name)
