/** One body of every type that WeChat pushes, with the account and the customer of one sample. */
const sender = {
  ToUserName: cdata('gh_97417a04a28d'),
  FromUserName: cdata('o9AgO5Kd5ggOC-bXrbNODIiE3bGY'),
  CreateTime: '1714112445',
};

export function cdata(text: string): string {
  return `<![CDATA[${text}]]>`;
}

/** `<xml>` with these elements; a value is markup, see `cdata`. */
export function xmlOf(fields: Readonly<Record<string, string>>): string {
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<xml>${elements.join('\n')}</xml>`;
}

export function messageXml(type: string, fields: Readonly<Record<string, string>>): string {
  return xmlOf({ ...sender, MsgType: cdata(type), ...fields, MsgId: '7361932489124810752' });
}

export function eventXml(event: string, fields: Readonly<Record<string, string>> = {}): string {
  return xmlOf({ ...sender, MsgType: cdata('event'), Event: cdata(event), ...fields });
}

const place = {
  Location_X: '30.2741',
  Location_Y: '120.1551',
  Scale: '15',
  Label: cdata('杭州市'),
};

/** Messages: MsgType, its own elements, and what is read from them. */
export const messages: readonly (readonly [string, Record<string, string>, object])[] = [
  ['text', { Content: cdata('忘记密码') }, { type: 'text', content: '忘记密码' }],
  [
    'text',
    { Content: cdata('转人工'), bizmsgmenuid: cdata('101') },
    { type: 'text', content: '转人工', menuId: '101' },
  ],
  [
    'image',
    { PicUrl: cdata('http://mmbiz.example/p?a=1&b=2'), MediaId: cdata('m-1') },
    { type: 'image', picUrl: 'http://mmbiz.example/p?a=1&b=2', mediaId: 'm-1' },
  ],
  [
    'voice',
    { MediaId: cdata('m-2'), Format: cdata('amr'), Recognition: cdata('') },
    { type: 'voice', mediaId: 'm-2', format: 'amr' },
  ],
  [
    'video',
    { MediaId: cdata('m-3'), ThumbMediaId: cdata('t-3') },
    { type: 'video', mediaId: 'm-3', thumbMediaId: 't-3' },
  ],
  [
    'shortvideo',
    { MediaId: cdata('m-4'), ThumbMediaId: cdata('t-4') },
    { type: 'shortvideo', mediaId: 'm-4', thumbMediaId: 't-4' },
  ],
  ['location', place, { type: 'location', latitude: 30.2741, longitude: 120.1551, scale: 15, label: '杭州市' }],
  [
    'link',
    { Title: cdata('公告'), Description: cdata('维护'), Url: cdata('https://example.com/n') },
    { type: 'link', title: '公告', description: '维护', url: 'https://example.com/n' },
  ],
  [
    'miniprogrampage',
    { Title: cdata('钱包'), AppId: cdata('wx1'), PagePath: cdata('pages/index') },
    { type: 'miniprogrampage', title: '钱包', appId: 'wx1', pagePath: 'pages/index' },
  ],
];

const scanned = '<ScanType><![CDATA[qrcode]]></ScanType><ScanResult><![CDATA[1]]></ScanResult>';
const pictures = '<Count>1</Count><PicList><item><PicMd5Sum><![CDATA[1b5f]]></PicMd5Sum></item></PicList>';
const chosen = '<Location_X>30.2</Location_X><Location_Y>120.1</Location_Y><Scale>15</Scale>';
const template = '<TemplateId><![CDATA[t1]]></TemplateId>';

/** Events: Event, its own elements, and what is read from them. */
export const events: readonly (readonly [string, Record<string, string>, object])[] = [
  ['subscribe', { EventKey: cdata('') }, { type: 'subscribe', eventKey: '' }],
  [
    'subscribe',
    { EventKey: cdata('qrscene_123'), Ticket: cdata('T') },
    { type: 'subscribe', eventKey: 'qrscene_123', scene: '123', ticket: 'T' },
  ],
  ['unsubscribe', {}, { type: 'unsubscribe', eventKey: '' }],
  ['SCAN', { EventKey: cdata('123'), Ticket: cdata('T') }, { type: 'scan', scene: '123', ticket: 'T' }],
  ['scan', { EventKey: cdata('123'), Ticket: cdata('T') }, { type: 'scan', scene: '123', ticket: 'T' }],
  [
    'LOCATION',
    { Latitude: '23.137466', Longitude: '-113.352425', Precision: '119.385040' },
    { type: 'location', latitude: 23.137466, longitude: -113.352425, precision: 119.38504 },
  ],
  ['CLICK', { EventKey: cdata('HELP') }, { type: 'click', eventKey: 'HELP' }],
  [
    'VIEW',
    { EventKey: cdata('https://example.com/'), MenuId: cdata('M1') },
    { type: 'view', eventKey: 'https://example.com/', menuId: 'M1' },
  ],
  [
    'view_miniprogram',
    { EventKey: cdata('pages/index'), MenuId: cdata('M1') },
    { type: 'view_miniprogram', menuId: 'M1' },
  ],
  [
    'scancode_push',
    { EventKey: cdata('6'), ScanCodeInfo: scanned },
    { type: 'scancode', waits: false, scanType: 'qrcode', result: '1' },
  ],
  [
    'scancode_waitmsg',
    { EventKey: cdata('6'), ScanCodeInfo: scanned },
    { type: 'scancode', waits: true, scanType: 'qrcode', result: '1' },
  ],
  ['pic_sysphoto', { EventKey: cdata('6'), SendPicsInfo: pictures }, { type: 'pictures', source: 'camera', count: 1 }],
  ['pic_photo_or_album', { SendPicsInfo: pictures }, { type: 'pictures', source: 'camera_or_album', count: 1 }],
  ['pic_weixin', { SendPicsInfo: pictures }, { type: 'pictures', source: 'album', count: 1 }],
  [
    'location_select',
    {
      EventKey: cdata('6'),
      SendLocationInfo: `${chosen}<Label>${cdata('西湖')}</Label><Poiname>${cdata('')}</Poiname>`,
    },
    { type: 'location_select', latitude: 30.2, longitude: 120.1, label: '西湖', poiName: '' },
  ],
  [
    'TEMPLATESENDJOBFINISH',
    { MsgID: '200163836', Status: cdata('failed:user block') },
    { type: 'template_sent', msgId: '200163836', status: 'failed:user block' },
  ],
  [
    'MASSSENDJOBFINISH',
    { MsgID: '1000001625', Status: cdata('err(30003)'), TotalCount: '100', SentCount: '75', ErrorCount: '5' },
    { type: 'mass_sent', msgId: '1000001625', status: 'err(30003)', sent: 75, failed: 5 },
  ],
  ['kf_create_session', { KfAccount: cdata('t1@gh') }, { type: 'kf_session', change: 'create', account: 't1@gh' }],
  ['kf_close_session', { KfAccount: cdata('t1@gh') }, { type: 'kf_session', change: 'close', account: 't1@gh' }],
  [
    'kf_switch_session',
    { FromKfAccount: cdata('t1@gh'), ToKfAccount: cdata('t2@gh') },
    { type: 'kf_session', change: 'switch', account: 't1@gh', toAccount: 't2@gh' },
  ],
  [
    'subscribe_msg_popup_event',
    {
      SubscribeMsgPopupEvent: `<List>${template}<SubscribeStatusString>accept</SubscribeStatusString><PopupScene>2</PopupScene></List>`,
    },
    { type: 'subscribe_message', change: 'popup', results: [{ templateId: 't1', status: 'accept' }] },
  ],
  [
    'subscribe_msg_change_event',
    {
      SubscribeMsgChangeEvent: `<List>${template}<SubscribeStatusString>reject</SubscribeStatusString></List>`.repeat(
        2,
      ),
    },
    {
      type: 'subscribe_message',
      change: 'change',
      results: [
        { templateId: 't1', status: 'reject' },
        { templateId: 't1', status: 'reject' },
      ],
    },
  ],
  [
    'subscribe_msg_sent_event',
    {
      SubscribeMsgSentEvent: `<List>${template}<MsgID>1700827132819554304</MsgID><ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List>`,
    },
    {
      type: 'subscribe_message',
      change: 'sent',
      results: [{ templateId: 't1', status: 'success', msgId: '1700827132819554304', errorCode: '0' }],
    },
  ],
  [
    'user_info_modified',
    { OpenID: cdata('o1'), AppID: cdata('wx1'), RevokeInfo: '1' },
    { type: 'authorization', change: 'modified', revoked: '1' },
  ],
  [
    'user_authorization_revoke',
    { openid: cdata('o1'), appid: cdata('wx1'), RevokeInfo: cdata('301') },
    { type: 'authorization', change: 'revoked', revoked: '301' },
  ],
  ['user_authorization_cancellation', {}, { type: 'authorization', change: 'cancelled' }],
  [
    'qualification_verify_success',
    { ExpiredTime: '1442401156' },
    { type: 'qualification', change: 'qualification_verify_success', at: new Date('2015-09-16T10:59:16Z') },
  ],
  [
    'qualification_verify_fail',
    { FailTime: '1442401122', FailReason: cdata('by time') },
    { type: 'qualification', change: 'qualification_verify_fail', reason: 'by time', at: new Date(1442401122000) },
  ],
  ['naming_verify_success', { ExpiredTime: '1442401093' }, { type: 'qualification', change: 'naming_verify_success' }],
  ['naming_verify_fail', { FailTime: '1442401061' }, { type: 'qualification', change: 'naming_verify_fail' }],
  ['annual_renew', { ExpiredTime: '1442401004' }, { type: 'qualification', change: 'annual_renew' }],
  ['verify_expired', { ExpiredTime: '1442400900' }, { type: 'qualification', change: 'verify_expired' }],
  ['debug_demo', { debug_str: cdata('hello world') }, { type: 'debug_demo', text: 'hello world' }],
];
