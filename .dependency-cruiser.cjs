/** The direction of ARCHITECTURE.md: words <- platform <- features <- actions <- entry points <- app <- main. */
const words = '^src/(domain|lib)/';
const platform = '^src/(wechat|store|http)/';
const features = '^src/(knowledge|identity|safety|dialogue|customers|queue|staff|outbox|media|reports|paging)/';
const actions = '^src/actions/';
const entries = '^src/(pipeline|desk|pages|scheduler|cli|simulator)/';

const only = (name, path, from) => ({
  name,
  severity: 'error',
  from: { path: '^src/', pathNot: from },
  to: { path, dependencyTypesNot: ['type-only'] },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'src-never-imports-test', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
    {
      name: 'domain-imports-nothing',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { path: '^(src/(?!domain/)|node_modules)' },
    },
    { name: 'words-import-words', severity: 'error', from: { path: words }, to: { path: '^src/', pathNot: words } },
    {
      name: 'platform-imports-words',
      severity: 'error',
      from: { path: '^src/(wechat|store|http)/' },
      to: { path: '^src/', pathNot: [words, '^src/$1/'] },
    },
    {
      name: 'features-import-no-peer',
      severity: 'error',
      from: { path: '^src/(knowledge|identity|safety|dialogue|customers|queue|staff|outbox|media|reports|paging)/' },
      to: { path: '^src/', pathNot: [words, platform, '^src/$1/'] },
    },
    {
      name: 'actions-import-down',
      severity: 'error',
      from: { path: actions },
      to: { path: '^src/', pathNot: [words, platform, features, actions] },
    },
    {
      name: 'entries-import-no-peer',
      severity: 'error',
      from: { path: '^src/(pipeline|desk|pages|scheduler|simulator)/' },
      to: { path: '^src/', pathNot: [words, platform, features, actions, '^src/$1/'] },
    },
    {
      name: 'cli-imports-down',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: ['^src/(pipeline|desk|pages|scheduler)/', '^src/main.ts'] },
    },
    {
      name: 'nobody-imports-entries',
      severity: 'error',
      from: { path: '^src/(?!app.ts|compose/|cli/)', pathNot: entries },
      to: { path: entries, pathNot: '^src/main.ts' },
    },
    {
      name: 'simulator-is-its-own-opinion',
      severity: 'error',
      from: { path: '^src/simulator/' },
      to: { path: '^src/', pathNot: ['^src/(lib|http|simulator)/'] },
    },
    only('wechat-client', '^src/wechat/client', '^src/(wechat|outbox|media|cli)/|^src/(app\\.ts|compose/)'),
    only('mongoose', '^node_modules/(mongoose|mongodb|bson)/', '^src/store/|-store\\.ts$'),
    only('wechat-api', '^node_modules/wechat-api/', '^src/wechat/'),
    only('fast-xml-parser', '^node_modules/fast-xml-parser/', '^src/(wechat|simulator)/'),
    only('koa', '^node_modules/(koa|@koa)/', '^src/(http|pipeline|desk|pages|simulator)/|^src/(app\\.ts|compose/)'),
    only('node-cron', '^node_modules/node-cron/', '^src/scheduler/'),
    {
      name: 'console-imports-domain-types',
      severity: 'error',
      from: { path: '^src/console/' },
      to: { path: '^src/', pathNot: ['^src/console/', '^src/domain/'] },
    },
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/console/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    includeOnly: '^(src|test|node_modules)',
  },
};
