import { readable } from './readable.ts';

/**
 * What people have elsewhere and no wallet can do for them. "How do I open an account for shares" resembles "how do I
 * open an account" in every word but one: that word says that the answer is another company's.
 */
const matters = `
股票 炒股 股市 证券 新股 涨停 期货 外汇 汇率 牌价 黄金 白银 国债 债券 基金定投 基金 定投 比特币 虚拟币 数字货币 以太坊 区块链
房贷 车贷 助学贷款 公积金 按揭 首付 网贷 花呗 借呗 白条 支付宝 余额宝
社保 医保 养老金 退休金 失业金 低保 个税 个人所得税 所得税 税务 抵税 年终奖 工资条
车险 保单 退保 投保 寿险 医疗险 意外险 定期存款 存折 大额存单 存款利率
路由器 邮箱密码 开机密码 锁屏密码 门锁 开锁
火车票 机票 高铁 航班 演唱会 电影票 门票 签证 驾照 驾驶证 违章 车牌 户口本 居住证 结婚证 离婚
淘宝 京东 拼多多 闲鱼 美团 外卖 快递 物流 流量套餐 话费套餐 宽带 游戏账号 游戏 彩票
房租 租房 装修 高考 考研 英语 作业 医院 挂号 疫苗
`
  .split(/\s+/)
  .filter(Boolean);

/** What is done with a wallet: who says so asks about the wallet, whatever it was used for. */
const withWallet =
  /钱包|支付|付|扣|充|到账|余额|转账|转钱|转给|转到|转出|转入|绑|红包|收款|打钱|打款|交[^,]{0,2}费|缴|短信|验证码|登录|退款|退钱|退回|钱|骗|盗|冒充|投诉|客服|人工|链接/;

/**
 * The matter of another company that a text asks about, where nothing in it is done with a wallet.
 *
 * @param isKnown whether an entry speaks of it: a wallet that sells funds answers for funds
 */
export function otherMatterIn(text: string, isKnown: (matter: string) => boolean): string | undefined {
  const read = readable(text);
  const named = matters.filter((matter) => read.includes(matter));
  const rest = named.reduce((left, matter) => left.replaceAll(matter, ''), read);
  return withWallet.test(rest) ? undefined : named.find((matter) => !isKnown(matter));
}
