/**
 * What the error means for whoever made the call:
 *
 * - `refresh` the access token is no longer good · `backoff` later again · `stop` not to this customer, as things are ·
 *   `config` the account or its permissions, someone must act · `programmer` we called it wrongly ·
 *   `reupload` the media file is gone · `fallback` this kind of account can't do it · `done` it was done before ·
 *   `ignore` of no consequence · `network` no answer that counts · `unknown` not in the table
 */
export type WechatErrorClass =
  | 'refresh'
  | 'backoff'
  | 'stop'
  | 'config'
  | 'programmer'
  | 'reupload'
  | 'fallback'
  | 'done'
  | 'ignore'
  | 'network'
  | 'unknown';

export type ErrorRow = {
  /** a stable word for code, metrics and logs */
  readonly name: string;
  readonly class: WechatErrorClass;
  /** Chinese, for staff: what it means and what to do */
  readonly explanation: string;
};

type Rows = readonly (readonly [codes: readonly number[], name: string, explanation: string])[];

const byClass: Readonly<Partial<Record<WechatErrorClass, Rows>>> = {
  refresh: [[[40001, 40014, 42001], 'token_rejected', '访问令牌已失效，系统会自动换新。']],
  backoff: [
    [[-1], 'busy', '微信系统繁忙，稍后再试。'],
    [[45009], 'daily_limit', '今天的接口调用次数已用完，零点后恢复。'],
    [[45011], 'minute_limit', '调用太频繁，一分钟后再试。'],
    [[45066], 'retried_too_fast', '重试太快，一分钟后再试。'],
  ],
  stop: [
    [[40003], 'bad_openid', '客户标识无效，或不属于本公众号。'],
    [[43004, 50005], 'not_follower', '客户已取消关注，消息无法送达。'],
    [[43019], 'blacklisted', '客户在公众号黑名单中，消息无法送达。'],
    [[45015], 'window_closed', '客户太久没有互动，会话窗口已关闭；客户下次来信时再送达。'],
    [[45047], 'quota_used_up', '客服消息条数已用完；客户下次来信时再送达。'],
    [[48002], 'messages_refused', '客户拒收消息。'],
    [[43101], 'subscription_refused', '客户没有订阅，或已拒收此通知。'],
  ],
  reupload: [[[40007], 'media_expired', '素材已过期（临时素材只保留三天），需重新上传。']],
  fallback: [[[40200], 'account_type', '此类账号不支持该消息，改用文字。']],
  done: [[[45065], 'sent_before', '同一条消息已经发送过。']],
  ignore: [[[45072, 45080, 45081], 'typing_refused', '“正在输入”状态未能显示，不影响消息。']],
  config: [
    [[40002], 'bad_grant', '取令牌的参数有误，请检查 WECHAT_API_BASE。'],
    [[40013], 'bad_appid', 'AppID 无效，请核对 WECHAT_APPID。'],
    [[40125], 'bad_secret', 'AppSecret 无效，请在公众平台重置后更新 WECHAT_APPSECRET。'],
    [[40243], 'secret_frozen', 'AppSecret 已冻结，请在公众平台解冻。'],
    [[40164, 61004], 'ip_refused', '服务器出口 IP 不在白名单，请在公众平台“基本配置”里加入。'],
    [[89501, 89503, 89506, 89507], 'awaits_admin', '此次调用需公众号管理员在微信里确认；被拒绝后一小时内不能再试。'],
    [[48001], 'no_permission', '账号没有此接口的权限，请确认已认证并已开通。'],
    [[48003], 'terms_not_accepted', '尚未同意接口的服务协议，请在公众平台同意。'],
    [[48004], 'api_banned', '接口已被封禁，请在公众平台查看通知。'],
    [[48006], 'clearing_used_up', '本月清零次数已用完。'],
    [[48008], 'type_not_permitted', '账号没有发送此类消息的权限。'],
    [[50001], 'not_authorised', '未获授权调用此接口。'],
    [[50002], 'account_restricted', '账号受到限制，请在公众平台查看原因。'],
    [[61024], 'hosted', '账号由第三方平台托管，请在公众平台检查授权。'],
    [[61450, 61451, 61452, 61453, 61454, 61455, 61456, 61457], 'kf_account', '客服账号设置有误，请在公众平台核对。'],
    [[65400, 65401, 65402, 65413, 65414, 65415], 'kf_session', '微信自带客服未开通、不在线或会话不存在。'],
  ],
  programmer: [
    [[41001], 'token_missing', '调用时缺少令牌，属程序错误。'],
    [[45002], 'too_long', '消息超过长度上限，请分成几条发送。'],
    [[44004], 'empty', '消息内容为空。'],
    [[45008], 'too_many_articles', '图文消息只能有一篇。'],
    [[40008], 'bad_type', '消息类型有误，属程序错误。'],
    [[40033], 'bad_characters', '内容里有微信不接受的字符。'],
    [[47001], 'bad_json', '数据格式有误，属程序错误。'],
    [[40035], 'bad_argument', '参数有误，属程序错误。'],
    [[76003], 'bad_path', '查询的接口路径有误。'],
    [[40037], 'bad_template', '模板编号有误，或模板类型不符。'],
    [[47003], 'bad_template_data', '模板的参数与模板不符。'],
    [[45064], 'miniprogram_not_linked', '菜单里的小程序没有与公众号关联。'],
    [[46003], 'no_menu', '公众号还没有自定义菜单。'],
    [
      [...span(40016, 40027), 40054, 40055, ...span(65301, 65318)],
      'bad_menu',
      '菜单不合规定，请按提示修改 menu.yaml。',
    ],
  ],
};

/** WeChat's error codes and how to react ("Global return codes", and the pages of each interface). */
export const errorTable: ReadonlyMap<number, ErrorRow> = new Map(
  Object.entries(byClass).flatMap(([name, rows]) =>
    rows.flatMap(([codes, word, explanation]) =>
      codes.map((code) => [code, { name: word, class: name as WechatErrorClass, explanation }] as const),
    ),
  ),
);

function span(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
}
