/**
 * Words that mean the same to a wallet's customer service, by class. A class is a feature of the text beside its
 * characters, so that "咋登不上去" and "为什么无法登录" meet although they share no character.
 * A word may stand in one class only; the longest word at a place wins.
 */
const table: Readonly<Record<string, string>> = {
  // How it is asked.
  HOW: '怎么 怎么办 怎么弄 怎么搞 如何 怎么操作 怎么处理 怎么解决 咋办 咋弄 办法 方法 步骤 流程 教程 教我 教教 操作 程序 手续',
  WHY: '为什么 怎么回事 什么原因 原因 什么情况 咋回事 什么意思 凭什么 怎么会 怎么又 怎么老 怎么总',
  WHERE: '哪里 在哪 哪儿 哪个地方 什么地方 入口 去哪 从哪 位置 那里 哪边',
  HOWLONG: '多久 多长时间 几天 什么时候 啥时候 何时 几时 多少天 几个小时 要等 时效 多长 几号 什么时间 几点 时间',
  HOWMUCH: '多少 多少钱 几块 几元 几个 几次 比例',
  WHETHER: '能不能 可不可以 可以吗 能否 是否 行不行 可否 行吗 能吗 可以不 可以 有没有 是不是 需不需要 要不要 会不会',
  WANT: '我要 想要 打算 需要 希望 准备 申请 办理 办',
  WHAT: '什么 哪些 哪种 有啥 介绍 了解 说明',
  // How it fails.
  CANT: '不了 不上 不进 不能 无法 没法 不成功 失败 打不开 用不了 不可以 不让 没办法 不行 不出来 进不去 上不去 不去 不成 不好使 用不成 未成功 不起 报错 不开',
  NOT: '没 没有 未 不 别 无 不用 不要 不给 不想',
  ERROR: '错误 出错 异常 提示 不对 不正确 有误 作废 显示 弹出 故障 出问题 有问题 不一致 不符',
  MISSING: '不见 不见了 消失 丢失 找不到 没了 不显示 看不到 没看到 少了 丢了 没收到 收不到 没显示 查不到 找不着',
  SLOW: '慢 太慢 卡 卡顿 卡住 转圈 没反应 无响应 没响应 闪退 停止运行 黑屏 白屏 崩溃 卡死 一直转',
  LIMITED: '限额 额度 上限 超限 超出 限制 超过 次数 最多 最高 受限 超额 封顶',
  LOCKED: '锁定 被锁 锁了 锁住 冻结 封了 被封 封号 限制登录 停用 锁 封禁 风控',
  UNLOCK: '解锁 解冻 解封 恢复 解除 放开',
  PENDING: '处理中 审核中 进行中 等待 还没 还在 迟迟 至今 一直没 仍未 还未',
  // What is done.
  LOGIN: '登录 登不 登进 登上 登得 上线 进入 进去 登不上',
  REGISTER: '注册 开户 开通 新建 激活 启用 开个户 申请账号',
  CLOSE: '注销 销户 关闭 删除 停掉 取消 退出 关掉 停止 撤销 销号 消户',
  TOPUP: '充值 充钱 存钱 存入 转入 充进 充 入金 充了',
  WITHDRAW: '提现 取钱 取款 转出 取出 提出 提取 提钱 取出来 提不',
  TRANSFER: '转账 转钱 打钱 转给 打款 转错 转走 打到 转了 汇',
  PAY: '支付 付 扫码 刷 结账 消费 买 购买 下单 缴费 代付 交钱',
  RECEIVE: '收款 收钱 收到 收 领取 领 红包',
  ARRIVE: '到账 入账 到没 到了 到不了 没到 未到 到卡 不到账 到款',
  REFUND: '退款 退钱 退货 退回 返还 退还 退',
  DEDUCT: '扣款 扣钱 扣费 多扣 扣了 重复扣 乱扣 自动扣 被扣 划扣 扣',
  REPAY: '还款 还钱 还清 还上 提前还 还不',
  BIND: '绑定 绑卡 添加 绑 关联 加卡 绑不',
  UNBIND: '解绑 解除绑定 移除 解绑卡 换绑',
  CHANGE: '修改 更改 更换 换 改 变更 换成 改成 重置 换了 更新 设置 设定 调整 重设',
  CHECK: '查询 查看 查 看 哪里看 查一下 明细 记录 账单 流水 历史 纪录 进度',
  VERIFY: '认证 验证 核实 审核 核验 核身 校验 鉴权',
  DOWNLOAD: '下载 安装 装 安装包',
  UPGRADE: '升级 更新版本 版本 新版',
  FORGET: '忘 忘记 忘了 记不得 不记得 想不起 记不住 找回',
  // What it is about.
  PASSWORD: '密码 口令 支付密码 登录密码 手势 手势密码 密保',
  CODE: '验证码 代码 校验',
  ACCOUNT: '账号 用户名 账 号 id 会员号',
  BALANCE: '余额 资金 钱 金额 零钱 款 款项 可用 现金 本金 资产',
  CARD: '银行卡 信用卡 卡 卡号 银行',
  PHONE: '手机 手机号 电话号码 号码 预留手机 换号 换手机 旧手机',
  EMAIL: '邮箱 邮件 email 电子邮件',
  IDENTITY: '实名 身份证 身份 证件 护照 人脸 刷脸 姓名 人脸识别 真实姓名 实名认证 名字',
  EXPIRED: '过期 到期 失效 有效期 超时',
  FEE: '手续费 费用 收费 利息 费率 服务费 利率 违约金 扣手续费',
  APP: '软件 app 客户端 页面 系统 小程序 界面 平台 网站 网页',
  DEVICE: '设备 电脑 平板 苹果 安卓 其他设备 另一台 异地 新手机 ios pc',
  FINGERPRINT: '指纹 面容 faceid',
  INSTALMENT: '分期 最低还款 逾期 账单日 还款日 每期',
  LOAN: '借款 贷款 借钱 放款 借',
  COUPON: '优惠 活动 奖励 礼包 券 优惠券 积分 返现 福利',
  INVOICE: '发票 凭证 回单 收据 证明',
  MESSAGE: '短信 通知 提醒 推送 消息',
  // Who and what goes wrong.
  STOLEN: '盗 被盗 盗刷 盗用 盗号 被偷 偷 黑客 黑了 不是我 不是本人 非本人 别人登 被人登',
  FRAUD: '骗 骗子 诈骗 被骗 骗局 假的 假冒 冒充 钓鱼 可疑 上当 杀猪盘 真假 真的假的',
  SAFE: '安全 正规 靠谱 可靠 风险 保障 放心',
  HUMAN: '人工 客服 坐席 专员 转人工 在线客服',
  COMPLAIN: '投诉 举报 维权 起诉 12315 曝光 差评 工商',
  CALL: '电话 热线 打电话 联系 联系方式 拨打',
  MERCHANT: '商家 卖家 店家 店铺 商户 对方',
  CREDIT: '信用 征信 信用分 评分',
};

type Concept = { readonly name: string; readonly word: string };

const classOf = new Map<string, string>();
for (const [name, words] of Object.entries(table)) for (const word of words.split(' ')) classOf.set(word, name);
const longest = Math.max(...[...classOf.keys()].map((word) => word.length));

/** The classes of the words in a normalised text, in order. */
export function conceptsIn(normalised: string): Concept[] {
  const found: Concept[] = [];
  for (let at = 0; at < normalised.length;) {
    const concept = conceptAt(normalised, at);
    if (concept) found.push(concept);
    at += concept?.word.length ?? 1;
  }
  return found;
}

function conceptAt(text: string, at: number): Concept | undefined {
  for (let length = Math.min(longest, text.length - at); length > 0; length--) {
    const word = text.slice(at, at + length);
    const name = classOf.get(word);
    if (name) return { name, word };
  }
  return undefined;
}
