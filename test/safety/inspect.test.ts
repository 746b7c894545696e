import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createRegistryLookup, parseRegistry } from '../../src/identity/registry.ts';
import { createInspect } from '../../src/safety/inspect.ts';
import { createRedactor } from '../../src/safety/redact.ts';
import { parseSafetyConfig } from '../../src/safety/safety-config.ts';
import { createScamSigns } from '../../src/safety/scam-signs.ts';

function accepted<T>(parsed: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const registry = accepted(parseRegistry(readFileSync('config/registry.yaml', 'utf8')));
const tricks = accepted(parseSafetyConfig(readFileSync('config/safety.yaml', 'utf8')));
const inspect = createInspect({
  redact: createRedactor(),
  findIn: createRegistryLookup(registry).findIn,
  scamSigns: createScamSigns(tricks),
});

describe('inspecting a text', () => {
  it('names what is in it and hands out nothing but the masked text to store', () => {
    const seen = inspect('自称客服，让我加微信kefu8888，还打开 wallet-example.com 填卡号6222 0212 3456 7890 128');

    expect(seen.masked).toContain('[银行卡 尾号0128]');
    expect(seen.secrets).toEqual([{ type: 'bank_card' }]);
    expect(seen.links).toEqual([{ shown: 'wallet-example.com', domain: 'wallet-example.com', official: false }]);
    expect(seen.contacts).toContainEqual({ kind: 'wechat', value: 'kefu8888', official: false });
    expect(seen.scam).toContain('impersonation');
    expect(seen.priority).toBe('high');
  });

  it('takes the priority of the most urgent trick, and normal where there is none', () => {
    expect(inspect('对方自称客服，让我把钱转到安全账户').priority).toBe('urgent');
    expect(inspect('转账多久到账').priority).toBe('normal');
  });

  it('sees a challenge code as no secret: it is for us to check', () => {
    expect(inspect('验证 483 920')).toMatchObject({ masked: '验证 483 920', secrets: [] });
  });
});
