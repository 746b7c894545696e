import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { Environment } from '../../src/config-environment.ts';
import { read } from './repository.ts';

/** One instruction a line: comments gone, continued lines joined. */
const instructions = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line.trim() !== '');
const stages = instructions.reduce<string[][]>((found, line) => {
  if (line.startsWith('FROM ')) found.push([]);
  found.at(-1)?.push(line);
  return found;
}, []);
const last = stages.at(-1) ?? [];
const indexOf = (pattern: RegExp) => last.findIndex((line) => pattern.test(line));

describe('the image', () => {
  it('builds from a clean install on a long-term Node, slim', () => {
    expect(stages).toHaveLength(2);
    expect(stages.map(([from]) => /^FROM node:(\d+)-\w+-slim/.exec(from ?? '')?.[1])).toEqual(['24', '24']);
    expect(stages[0]).toContain('RUN npm ci');
  });

  it('ships what the product needs at work and runs nobody else’s scripts', () => {
    const installs = last.filter((line) => /npm (ci|install)/.test(line));

    expect(installs).toEqual([expect.stringMatching(/^RUN npm ci --omit=dev --ignore-scripts\b/)]);
    expect(last.filter((line) => /^(COPY|ADD)/.test(line))).toEqual([
      'COPY package.json package-lock.json .npmrc ./',
      'COPY --from=builder /build/dist ./dist',
      'COPY config ./config',
    ]);
  });

  it('runs as somebody who is not root, in a folder for data that is his', () => {
    expect(last).toContain('USER node');
    expect(indexOf(/^USER/)).toBeLessThan(indexOf(/^CMD/));
    expect(indexOf(/chown node:node \/data/)).toBeLessThan(indexOf(/^VOLUME \/data/));
  });

  it('is asked for its health by Node itself', () => {
    const check = last.find((line) => line.startsWith('HEALTHCHECK'));

    expect(check).toMatch(/CMD \["node", "-e", ".*\/healthz/);
    expect(check).toMatch(/--interval=\d+s .*--retries=\d+/);
  });

  it('sets only variables that the product reads, and listens for others', () => {
    const set = last.filter((line) => line.startsWith('ENV ')).flatMap((line) => line.slice(4).trim().split(/\s+/));
    const values = Object.fromEntries(set.map((pair) => pair.split('=') as [string, string]));

    expect(values.HOST).toBe('0.0.0.0');
    expect(values.DATA_DIR).toBe('/data');
    expect(Object.keys(values).filter((name) => name !== 'NODE_ENV' && !(name in Environment.shape))).toEqual([]);
  });

  it('takes nothing from the folder but what is built', () => {
    const taken = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));

    expect(taken[0]).toBe('*');
    expect(taken.slice(1).every((line) => line.startsWith('!'))).toBe(true);
    expect(taken).not.toContain('!.env');
  });
});

type Compose = {
  services: Record<
    string,
    {
      image?: string;
      command?: string[];
      environment?: Record<string, string | null>;
      depends_on?: Record<string, { condition: string }>;
      healthcheck?: { test: string[] };
      ports?: string[];
      networks?: string[];
    }
  >;
  networks: Record<string, { internal?: boolean } | null>;
};

describe('compose.yaml', () => {
  const { services, networks } = parse(read('compose.yaml')) as Compose;
  const { product, mongo, 'mongo-init': init } = services;

  it('runs MongoDB as a replica set of one member, which the product names', () => {
    const name = mongo?.command?.[mongo.command.indexOf('--replSet') + 1];

    expect(name).toBe('rs0');
    expect(init?.command?.join(' ')).toContain(`rs.initiate({ _id: '${name ?? ''}'`);
    expect(product?.environment?.MONGODB_URI).toMatch(
      new RegExp(`^mongodb://mongo:27017/[\\w-]+\\?replicaSet=${name}$`),
    );
  });

  it('starts the product when the set can be written to', () => {
    expect(mongo?.healthcheck?.test.join(' ')).toContain('ping');
    expect(init?.depends_on).toEqual({ mongo: { condition: 'service_healthy' } });
    expect(product?.depends_on).toEqual({ 'mongo-init': { condition: 'service_completed_successfully' } });
  });

  it('lets nobody but the product reach the store, and the product on loopback only', () => {
    expect(mongo?.ports).toBeUndefined();
    expect(mongo?.networks?.map((network) => networks[network]?.internal)).toEqual([true]);
    expect(product?.ports?.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
  });
});
