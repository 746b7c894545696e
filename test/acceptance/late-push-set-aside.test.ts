import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { hearPages } from '../support/joined-product.ts';
import { adminPassword, openProduct, type Product } from '../support/product.ts';
import { waitFor } from '../support/wait-for.ts';

let product: Product;
beforeAll(async () => {
  product = await openProduct();
}, 60_000);
afterAll(() => product.close());

it('a late push that does not open is set aside on disk, and the administrator is called', async () => {
  const folder = path.join(product.dataDir, 'late-pushes');
  const pages = await hearPages({ base: () => product.base }, await product.signIn('admin', adminPassword));

  await mkdir(folder);
  await writeFile(path.join(folder, 'under-another-key'), 'sealed');
  await waitFor(() => pages.heard('page.dead_letter'));
  await waitFor(async () => ((await readdir(folder)).length === 0 ? true : undefined));
  await pages.stop();
  const told = () => product.lines.filter((line) => line.includes('late pushes were set aside'));
  await waitFor(() => (told().length > 0 ? true : undefined));

  expect(await readdir(`${folder}-dead`)).toEqual(['under-another-key']);
  expect(told()).toHaveLength(1);
}, 60_000);
