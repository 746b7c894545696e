import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config.ts';

const account = {
  WECHAT_APPID: 'wx0123456789abcdef',
  WECHAT_APPSECRET: 'samplesecret',
  WECHAT_TOKEN: 'sampletoken',
  WECHAT_AES_KEY: 'sampleKey'.repeat(5).slice(0, 43),
};
const loopback = { WECHAT_API_BASE: 'http://127.0.0.1:9' };

let folder: string | undefined;
afterEach(async () => {
  if (folder !== undefined) await rm(folder, { recursive: true });
  folder = undefined;
});

async function faultsOf(environment: Record<string, string>): Promise<string[]> {
  const config = await loadConfig(environment);
  return config.ok ? [] : config.error.map(({ file, at, problem }) => `${file} ${at} ${problem}`);
}

/** A copy of the shipped folder with one file changed. */
async function changed(file: string, change: (text: string) => string): Promise<string> {
  folder = await mkdtemp(path.join(tmpdir(), 'config-'));
  await cp('config', folder, { recursive: true });
  await writeFile(path.join(folder, file), change(await readFile(path.join(folder, file), 'utf8')));
  return folder;
}

describe('the configuration', () => {
  it('runs with the simulator on the shipped files when nothing is set', async () => {
    const config = await loadConfig({});

    expect(config).toMatchObject({ ok: true, value: { simulator: true, port: 3000, host: '127.0.0.1' } });
    if (config.ok) expect(() => Object.assign(config.value, { port: 1 })).toThrow();
  });

  it('tells every fault of the environment at once, by name and never by value', async () => {
    const faults = await faultsOf({ PORT: 'often', WECHAT_MODE: 'loud', WECHAT_TOKEN: 'bad token!', LOG_LEVEL: 'x' });

    expect(faults.map((fault) => fault.split(' ')[1])).toEqual(['PORT', 'WECHAT_TOKEN', 'WECHAT_MODE', 'LOG_LEVEL']);
    expect(faults.join()).not.toContain('bad token');
  });

  it('refuses half an account and names the rest of it', async () => {
    const { WECHAT_APPID, WECHAT_TOKEN } = account;

    const faults = await faultsOf({ WECHAT_APPID, WECHAT_TOKEN });

    expect(faults.join()).toMatch(/WECHAT_APPSECRET is missing.*WECHAT_AES_KEY is missing/);
  });

  it.each(['changeme', 'your-secret', ''])('refuses %j as a secret', async (secret) => {
    expect((await faultsOf({ ...account, ...loopback, WECHAT_APPSECRET: secret })).join()).toContain(
      'WECHAT_APPSECRET',
    );
  });

  it('stops with a real account while samples are in use, and lists each', async () => {
    const faults = (await faultsOf(account)).join('\n');

    expect(faults).toMatch(/wallet\.yaml facts\.walletName is still the sample/);
    expect(faults).toMatch(/registry\.yaml channels: phone/);
    expect(faults).toMatch(/registry\.yaml certification/);
    expect(faults).toMatch(/hours\.yaml/);
  });

  it('allows samples where the API is on loopback', async () => {
    expect(await faultsOf({ ...account, ...loopback })).toEqual([]);
  });

  it('refuses the simulator beside an account, and on an open address unless it is asked for', async () => {
    expect((await faultsOf({ ...account, ...loopback, SIMULATOR: 'on' })).join()).toContain('SIMULATOR cannot be on');
    expect((await faultsOf({ HOST: '0.0.0.0' })).join()).toContain('WECHAT_APPID');
    expect(await faultsOf({ HOST: '0.0.0.0', SIMULATOR: 'on' })).toEqual([]);
  });

  it('names the text and the placeholder that has no value', async () => {
    const CONFIG_DIR = await changed('replies.yaml', (text) => text.replace('  thanks: ', '  thanks: "{nobody}" # '));

    expect(await faultsOf({ CONFIG_DIR })).toEqual(['replies.yaml replies.thanks there is no {nobody}']);
  });

  it('refuses a placeholder in a fact, which nothing fills in', async () => {
    const CONFIG_DIR = await changed('wallet.yaml', (text) => text.replace("police: '110'", "police: '{x}'"));

    expect(await faultsOf({ CONFIG_DIR })).toEqual(['wallet.yaml facts.police has {x} in it']);
  });

  it('tells what is wrong in each file together', async () => {
    const CONFIG_DIR = await changed('hours.yaml', (text) => text.replace('09:00-21:00', '21:00-09:00'));
    await writeFile(path.join(CONFIG_DIR, 'registry.yaml'), 'channels: [');

    const faults = (await faultsOf({ CONFIG_DIR, PORT: 'x' })).join('\n');

    expect(faults).toMatch(/environment PORT/);
    expect(faults).toMatch(/hours\.yaml/);
    expect(faults).toMatch(/registry\.yaml/);
  });
});
