import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Caller } from '../support/desk.ts';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';
import { smallConfig } from '../support/small-config.ts';
import { waitFor } from '../support/wait-for.ts';

// Each publishing learns the whole base twice, in threads that share the processor with the other suites.
jest.setTimeout(90_000);

type Entry = Record<string, unknown> & { title: string; answer: string; questions: string[] };
type File = {
  epoch: number;
  live: Entry | null;
  base: Entry | null;
  draft?: Entry;
  history: { n: number; act: string }[];
};

const password = 'sample battery staple 8';
const at = '/api/desk/knowledge/entries';

let config: Awaited<ReturnType<typeof smallConfig>>;
let product: Product;
let customer: Phone;
let lead: Caller;
let senior: Caller;

beforeAll(async () => {
  config = await smallConfig();
  product = await openProduct({ CONFIG_DIR: config.dir });
  customer = await product.phone();
  await customer.follow();
  const admin = await product.signIn('admin', adminPassword);
  for (const [login, employeeNumber, role] of [
    ['wang', '2001', 'lead'],
    ['zhao', '2002', 'senior'],
  ]) {
    const account = { login, password, name: '组员', employeeNumber, roles: [role] };
    expect((await admin.post('/api/desk/staff', account)).status).toBe(201);
  }
  lead = await product.signIn('wang', password);
  senior = await product.signIn('zhao', password);
}, 60_000);
afterAll(async () => {
  await product.close();
  await config.remove();
});

async function fileOf(id: string): Promise<File> {
  return (await lead.get(`${at}/${id}`)).body as File;
}

/** Drafts a change of an entry as it is live, and publishes it. */
async function publish(id: string, change: Partial<Entry>) {
  const { epoch, live } = await fileOf(id);
  const draft = await senior.post(`${at}/${id}/draft`, { epoch, entry: { ...live, ...change } });
  expect(draft.status).toBe(200);
  return lead.post(`${at}/${id}/publish`, { epoch: epoch + 1 });
}

describe('an entry that staff edit', () => {
  it('reaches customers once it is published, not while it is a draft', async () => {
    const { epoch, live } = await fileOf('fees');
    const answer = '手续费按新规则收取：\n1. 打开 App\n2. 查看费率';

    const draft = await senior.post(`${at}/fees/draft`, { epoch, entry: { ...live, answer } });
    const before = await customer.say('手续费怎么收');
    const published = await lead.post(`${at}/fees/publish`, { epoch: epoch + 1 });
    const after = await customer.say('手续费怎么收');

    expect([draft.status, published.status]).toEqual([200, 200]);
    expect(before).not.toContain('按新规则');
    expect(after).toContain('按新规则');
    expect(await (await fetch(`${product.base}/help/limits-fees/fees`)).text()).toContain('按新规则');
  });

  it('can be brought back to what it was, to an earlier step and to the files’ own', async () => {
    await publish('hours', { answer: '第一版\n1. 看这里' });
    const first = await fileOf('hours');
    await publish('hours', { answer: '第二版\n1. 看这里' });
    const second = await fileOf('hours');

    const back = await lead.post(`${at}/hours/roll-back`, { epoch: second.epoch, to: first.epoch });
    const said = await customer.say('你们几点上班');
    const base = await lead.post(`${at}/hours/roll-back`, { epoch: second.epoch + 1, to: 0 });

    expect([back.status, base.status]).toEqual([200, 200]);
    expect(said).toContain('第一版');
    expect(await customer.say('你们几点上班')).not.toContain('版');
    expect((await fileOf('hours')).history.map(({ act }) => act)).toEqual([
      ...['draft', 'publish', 'draft', 'publish', 'roll_back', 'roll_back'],
    ]);
  });

  it('is taken down for customers, unless a button of the menu leads to it', async () => {
    const { epoch } = await fileOf('overseas-pay');

    const inMenu = await lead.post(`${at}/prepare/retire`, { epoch: 0 });
    const gone = await lead.post(`${at}/overseas-pay/retire`, { epoch });

    expect(inMenu.status).toBe(422);
    expect(gone.status).toBe(200);
    expect((await fetch(`${product.base}/help/payment/overseas-pay`)).status).toBe(404);
  });

  it('may be new', async () => {
    const entry = {
      ...{ id: 'pet-insurance', topic: 'payment', title: '宠物险怎么买', intent: 'payment', priority: 'normal' },
      questions: ['宠物险在哪买', '给猫买保险', '狗狗保险怎么投保', '宠物保险入口', '想给宠物上个保险'],
      answer: '目前没有宠物险。\n1. 可以回复 [[反馈]] 告诉我们',
      related: [],
    };

    await senior.post(`${at}/pet-insurance/draft`, { epoch: 0, entry });
    const published = await lead.post(`${at}/pet-insurance/publish`, { epoch: 1 });

    expect(published.status).toBe(200);
    expect(await customer.say('想给我家猫买个宠物保险')).toContain('目前没有宠物险');
  });

  it('is refused to who edited an older state of it', async () => {
    await publish('raise-limit', { detail: '新的说明。\n\n例如：这样。' });

    const late = await senior.post(`${at}/raise-limit/draft`, { epoch: 0, entry: (await fileOf('raise-limit')).live });

    expect([late.status, late.body.error]).toEqual([409, 'entry_changed']);
  });
});

describe('publishing', () => {
  it.each([
    ['asks for a secret', { answer: '1. 请把验证码发给我们的客服' }, 'outgoing'],
    ['names a link that is not ours', { answer: '1. 打开 http://free-gift.example.net/pay' }, 'outgoing'],
    ['confuses another entry', { questions: ['忘记登录密码怎么办', '登录密码忘了', '想不起登录密码'] }, 'elsewhere'],
    ['does not fit into one message', { answer: `1. ${'很长'.repeat(400)}` }, 'not_shown'],
    ['says something that no fact fills', { answer: '1. 费用是 {unknownFee}' }, 'not_shown'],
    ['offers a word that means nothing', { answer: '1. 回复 [[喵喵喵]]' }, 'dead_word'],
  ])('is refused, with words, what %s', async (_, change, code) => {
    const refused = await publish('receipt', change);

    expect([refused.status, refused.body.error]).toEqual([422, 'entry_blocked']);
    expect((refused.body.findings as { code: string }[]).map((found) => found.code)).toContain(code);
    expect(refused.body.message).toMatch(/[\u4e00-\u9fff]/);
    expect((await fileOf('receipt')).live).toEqual((await fileOf('receipt')).base);
  });
});

describe('what customers say', () => {
  it('that no entry answers becomes the draft of one, masked', async () => {
    const phone = await product.phone();
    await phone.follow();
    for (const text of ['怎么把余额捐给山区学校', '想把余额捐给山区小学', '余额可以捐给山区学校吗 13800138000'])
      await phone.say(text);

    const seen = await waitFor(async () => {
      const { body } = await senior.get('/api/desk/knowledge/misses');
      return (body.drafts as { questions: string[]; count: number }[]).find(({ questions }) =>
        questions.join().includes('山区'),
      );
    });

    expect(seen.count).toBeGreaterThanOrEqual(2);
    expect(seen.questions.join()).not.toContain('13800138000');
  });

  it('of an answer is counted on its entry', async () => {
    await customer.say('忘记登录密码了');
    await customer.say('有帮助');
    await customer.say('忘记登录密码了');
    await customer.say('没帮助');

    const counted = await waitFor(async () => {
      const { body } = await senior.get('/api/desk/knowledge');
      const found = (body.entries as { id: string; yes: number; no: number }[]).find(
        ({ id }) => id === 'forgot-password',
      );
      return found && found.yes + found.no === 2 ? found : undefined;
    });

    expect(counted).toMatchObject({ yes: 1, no: 1 });
  });
});

describe('the test box', () => {
  it('says which answer a text gets, by which rule or words, and how sure it is', async () => {
    const byRule = (await senior.post('/api/desk/knowledge/explain', { text: '我的账号被人盗了' })).body;
    const byWords = (await senior.post('/api/desk/knowledge/explain', { text: '提領兩天了錢還沒到帳' })).body;

    expect(byRule).toMatchObject({ intent: 'theft', priority: 'urgent', rule: 'theft-said' });
    expect(byWords).toMatchObject({ entry: 'withdraw-not-arrived', rule: null, band: 'answer' });
    expect(byWords.read).toBe('提现两天了钱还没到账');
    expect(byWords.confidence).toBeGreaterThan((byWords.thresholds as { answer: number }).answer);
  });
});

describe('a file of entries', () => {
  it.each(['csv', 'markdown'])('comes back from %s as it went out, but for what was edited in it', async (format) => {
    const text = await exported(format);
    const drafted = await senior.post('/api/desk/knowledge/import', {
      format,
      text: text.replace('先看有没有故障公告', `先看有没有新的故障公告（${format}）`),
    });
    const again = await senior.post('/api/desk/knowledge/import', { format, text });

    expect(drafted.status).toBe(200);
    expect(drafted.body.saved).toContain('system-down');
    expect((await fileOf('system-down')).draft?.answer).toContain('先看有没有故障公告');
    expect(again.body.saved).toEqual(['system-down']);
  });

  it('that is wrong is refused with each fault', async () => {
    const refused = await senior.post('/api/desk/knowledge/import', { format: 'csv', text: 'id,topic\na,b\n' });

    expect(refused.status).toBe(422);
    expect(refused.body.faults).toEqual(['there is no column title', 'there is no column answer']);
  });
});

async function exported(format: string): Promise<string> {
  const answer = await fetch(`${product.base}/api/desk/knowledge/export?format=${format}`, {
    headers: { Cookie: senior.cookie },
  });
  expect(answer.headers.get('content-disposition')).toContain('attachment');
  return answer.text();
}
