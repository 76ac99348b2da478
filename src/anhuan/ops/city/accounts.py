"""The sign-ins of the demo, with what each sees."""

from typing import Final

from anhuan.ops.city.firms import Firms
from anhuan.ops.city.records import DEMO_DAY, Account
from anhuan.ops.city.staff import Staff

# sign-in, name or post, role, audience, what it sees
_ACCOUNTS: Final = (
    ("chenli", "陈立", "officer", "desk", "枫林街道：自己要办的、开指令书、复查"),
    ("zhengming", "郑明", "station_head", "desk", "枫林街道：全站要办的、审批销号、升级到他的"),
    ("zhoumin", "周敏", "officer", "desk", "枫林街道：自己要办的、同行的第二名执法人员"),
    ("linjie", "林洁", "committee_office", "desk", "云溪区：全部台账、地图、导入导出、挂牌督办"),
    ("handong", "韩东", "leader", "lead", "云溪区：早报、等他定的、最危险的三件"),
    ("wangjianguo", "王建国", "firm_safety", "firm", "恒泰家具：要办、自查、档案"),
    ("zhaowenbo", "赵文博", "firm_main", "firm", "恒泰家具：要他看过和出钱的"),
    (
        "liuguifang",
        "刘桂芳",
        "cell_inspector",
        "field",
        "枫林 07 格：上报、当场整改、报过的有回音",
    ),
    ("chengguoqing", "程国庆", "cell_chief", "field", "枫林 07、08 格：网格长，代 08 格空缺"),
    ("xuhaiyan", "许海燕", "department", "desk", "云溪区工信局：行业主管的单位和事项"),
    ("wuhaitao", "吴海涛", "department", "desk", "云溪区生态环境分局：生态环境的事项、待销号"),
    ("hezhiyuan", "何志远", "department", "desk", "云溪区应急局执法大队：移交来的事项"),
    (
        "fire",
        "990102/fire/team",
        "department",
        "desk",
        "云溪区消防大队：消防的事项、联合检查中自己的一份",
    ),
    (
        "admin",
        "990100/system/operator",
        "administrator",
        "admin",
        "账号、组织、规则和运行，不看事项",
    ),
)


def demo_accounts(staff: Staff, firms: Firms) -> tuple[Account, ...]:
    day = DEMO_DAY.toordinal()
    accounts = []
    for login, who, role, audience, sees in _ACCOUNTS:
        if "/" in who:
            person = staff.holder(who, day)
        else:
            person = staff.by_name.get(who) or firms.person_named(who)
        accounts.append(Account(login, person, role, audience, sees))
    return tuple(accounts)
