"""Names of people inside what was written: found only where something beside the name says that it is one.

A label (联系人：李四), a title behind it (李建国经理) or a telephone number behind it (李四 138…). Surname and title
stay, so that whoever knows the person knows who is meant. A name without such a sign is not found.
"""

from __future__ import annotations

import re

_COMPOUND = "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 南宫 西门 百里"
#: The surnames of nine in ten people, without those that are words more often than names (于 时 全 水 关 成 安 车 …).
_COMMON = """
王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范
石廖贾夏韦付傅邹熊白孟秦邱侯江尹薛闫阎段雷龙黎贺顾毛郝龚邵万覃武钱戴严莫孔汤庞樊聂肇欧洪翁邢裴柯颜倪俞鲁蓝柳詹卜苗凌费
纪舒屈阮焦尤祁耿涂喻鞠岑
"""
_TWO = "|".join(_COMPOUND.split())
_SURNAME = rf"(?:{_TWO}|(?!{_TWO})[{''.join(_COMMON.split())}])"
#: What no given name is written with: parts of places, offices and titles, and words that stand beside a name.
_NEVER_GIVEN = (
    "某姓老副总妇吗呢吧电话手机联系号的了是在有和与及或不也都就被把给对为从向到于等"
    "厂场店局厅科处所站队镇乡县市区省村街路桥栋楼室部委办组院校"
)
_GIVEN = rf"[^\W\da-zA-Z_{_NEVER_GIVEN}]"
#: What may stand before a name in the middle of a sentence: no letter, a word of address, the end of a place of work.
_BEFORE = r"(?:(?<![\u4e00-\u9fff])|(?<=[找请给与和向由是叫的系电让经跟问致为及司厂局部处科办店方]))"
_LABEL = (
    r"(?:联系人|联络人|姓名|填表人|填报人|反映人|投诉人|举报人|申请人|经办人|承办人|负责人|法人代表|法定代表人|"
    r"当事人|户主|名叫|我叫|叫做)"
)
#: Words that also begin a sentence of their own (本人曾…): behind them a name ends with a mark.
_WEAK_LABEL = r"(?:本人|患者|受害人|业主|我是)"
_TITLE = (
    r"(?:先生|女士|小姐|同志|师傅|老师|医生|律师|会计|老板|(?:副?总)?经理|总监|董事长|副?厂长|副?主任|副?局长|副?科长|副?处长|"
    r"副?厅长|副?书记|副?院长|副?校长|副?所长|副?站长|副?队长|主席|部长|秘书|法官|警官|教授|总(?!\w))"
)
_END = r"(?=\W|$|[电手联说称来在和与及因先女经总主等的]|反映)"
_MARK = r"(?=[，,、。；;（(\s]|$)"
_PHONE = r"\s*[（(：:，,、]?\s*(?:联系)?(?:电话|手机号?|方式)?\s*[：:]?\s*1[3-9]\d(?:\*{4}|[- ]?\d{4})"
#: Words and places that begin with a surname. Longer names of places end in 县, 区, 市 and are no given names.
_WORDS = """
谢谢 严令 钱财 陈述 万望 雷锋 高一 高二 高三 高新 高中 高校 高级 高层 高管 高速 高峰 高考 高铁 高压 高价 高额 金融
林业 石油 石化 任课 任教 任职 任何 任务 马路 马上 方便 武装 万元 余额 余款 白天 白色 田地 田间 段时 费用 程序 程度
黄金 黄色 龙头 苗木 顾客 顾问 严重 严格 许可 许多 何时 何处 何地 何人 夏天 夏季 雷电 周边 周围 周末 周期 周日 周一
周二 周三 周四 周五 周六 汤池 洪水 洪灾 钟点 钱款 纪检 纪委 纪律 丁字 石材 石头 白领 孔雀 唐朝 宋朝 温泉
"""
_PLACES = """
吕梁 吴忠 周口 唐山 张家口 张家界 张家港 张掖 徐州 徐汇 林芝 柳州 武威 武汉 武昌 武进 江门 江南 江北 江西 江苏 江东
江宁 江阴 江夏 江岸 江汉 沈阳 焦作 白城 白山 白银 白云 白沙 石嘴山 石家庄 石景山 石河子 石狮 秦皇岛 秦淮 肇庆 苏州
许昌 贺州 邢台 邵阳 郑州 马鞍山 黄冈 黄山 黄石 黄岛 黄埔 黄浦 黄陂 龙岩 龙岗 龙华 龙泉 罗湖 钱塘 余杭 余姚 洪山 吴中
吴江 吴兴 杨浦 杨凌 高邮 高淳 万州 陆丰 雷州 钟祥 侯马 梁平 邓州
"""
_NAME = (
    rf"(?!{'|'.join((_WORDS + _PLACES).split())})(?P<surname>{_SURNAME})"
    # 张主任 is no name to hide: what follows the surname is the title.
    rf"(?!{_TITLE})(?P<given>{_GIVEN}{{1,2}}%s)"
)
_SHORT, _LONG = _NAME % "?", _NAME % ""
_NAMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<before>{_LABEL}\s*[：:是为叫]?\s*){_SHORT}{_END}",
        rf"(?P<before>{_WEAK_LABEL}\s*[：:]?\s*){_LONG}{_MARK}",
        rf"(?P<before>{_BEFORE}){_SHORT}(?={_TITLE})",
        rf"(?P<before>{_BEFORE}){_SHORT}(?={_PHONE})",
    )
)


def mask_persons(text: str) -> str:
    """The text with an asterisk for each character of every given name that is found."""
    for pattern in _NAMES:
        text = pattern.sub(lambda m: m["before"] + m["surname"] + "*" * len(m["given"]), text)
    return text
