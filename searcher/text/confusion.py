"""Characters that are taken for one another because they look alike; those that sound alike are found by pinyin."""

from __future__ import annotations

import functools

_LOOK_ALIKE = """
己已巳 末未木本术 人入八 日曰 土士 天夫夭 大太犬丈 干千于 戊戌戍戎成 毫亳 候侯 晴睛 辩辨辫瓣 拔拨
析折拆 粟栗 崇祟 茶荼 壶壸 治冶 洗冼 今令 免兔 鸟乌 午牛 刀刁力 见贝 矢失 王玉主 住往 历厉 券卷
幅副 象像 账帐 坐座 竟竞 徒徙陡 遂逐 管菅 斡翰 赢羸嬴 暴爆瀑 锻缎 博搏膊 捕辅铺 浦埔 坏环怀
胜姓性 拒柜 钓钩钧 肓盲 冒昌 昧味 贷货贸 沮狙诅阻 祖租组 低底抵 凤风凡 几儿九丸 万方 仓仑 抡抢
沧沦 伦论轮 要耍 买卖 拾抬 杆秆 氽汆 佘余 敝敞 杜社 杨扬场汤 杭抗 栋拣冻 炼练 柬束 刺剌 喇啦
瞻赡檐 孤弧狐 瓜爪 衰哀衷 郊效 部陪倍培 隐稳 堕坠 墓幕暮慕募 遣遗 还坏 达边 进迸 侍待恃持特 微徽
抄炒钞妙 沙纱砂 炬距矩 尤龙 无元 亦赤 壬任 壮状 禾米来 央夹 史吏使 更便 里理埋 果呆 东车 乒乓
平乎 斤斥 丹舟 勾句旬 匀勺 冉再 仍扔 代伐 仗杖 休体 仕任 但担 值植殖 偏编遍 催摧 克兑 党堂 冠寇
凉谅 判叛 劝欢 勤勒 厂广 反友 受爱 叉又 名各 吴昊 咸威 因困囚 圆园 坚竖 城诚 增憎赠 奖浆桨 姑始
存在 季李 宜宣 客容 宫官 寒塞赛 小少 居届 峰锋蜂烽 川州 市巾币 师帅 床庆 廷延 张弹 徐除 心必 慢漫
戴载栽裁 户卢 扎札 枝技 抽油 拍柏 挑桃 揭渴 摇遥 旱早 构购 母毋 水永 津律 汽气 洋样 浙渐
清情请晴 渔鱼 湖胡 源原 炭碳 灸炙 犹优 班斑 琅狼 瑞端 甲申由田 目日 直真 相想 督睿 砾烁 确碓
祥详 福幅 种钟 秤枰 税悦 穷穹 笔毛 第弟 等筹 篮蓝 粒拉 精清 红江 纪记 级极 纺仿 织识职 绍昭招
经径 结洁 绿缘 缓暖 罗岁 老考 耕耘 联职 肖削消 肥把 育盲 背肯 胁协 脉咏 脏赃 脱税 腊蜡 臣巨
自白 至到 致至 航般 芒忙 苏办 苦若 英央 茂荗 荐存 药约 营管 萧箫 蒙朦 薄簿 虑虚 虫中 蛋蚤 衔街
表裹 袁表 裸棵 西酉 讯迅 许午 设没 访仿 评坪 词司 试拭 该刻 详洋 误娱 说悦 课棵 谈淡 谊宜 责贵
贡供 贫贪 贯惯 资咨 赏常 赴赶 超越 跑炮 跟很 路洛 躁燥澡操 轨轧 较校 辆两 辐幅 迎仰 迟退 述术
送迭 选洗 通诵 速束 造告 逢峰 遮蔗 邑色 那哪 邮由 郎朗 鄂鄙 配酉 酒洒 采彩 释译 野予 量童 针钉
钢刚 铁跌 铜桐 银很 链莲 销消 锦绵棉 镇填 长张 问间 闲闭 闸闹 阅阀 阳阴 际标 陆击 降绛 限很
院完 陈阵 险验检 隔融 障章 难准 雪雷 零雾 需雷 露霹 青责 静净 非韭 韦伟 顶项 顺须 预颁 领岭
颖颍 题提 饮软 馆管 首道 驰池 驻住 骗编 高亮 魅魁 鲁晋 鸡鸭 麻床 黄寅 黑墨 鼎鼐 齐济 龄岭 睢雎
祗祇衹 茌荏 汩汨 盂孟 宇字 亨享 毌毋 卯卵 侥绕 缀辍 姊姐 沏彻砌
"""


@functools.cache
def _partners() -> dict[str, str]:
    partners: dict[str, dict[str, None]] = {}
    for group in _LOOK_ALIKE.split():
        for char in group:
            partners.setdefault(char, {}).update(dict.fromkeys(group.replace(char, "")))
    return {char: "".join(others) for char, others in partners.items()}


def look_alike(char: str) -> str:
    """The characters that are taken for `char`, and it for them."""
    return _partners().get(char, "")
