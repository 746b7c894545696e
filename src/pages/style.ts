/**
 * The pages' one style sheet. A phone first, read in a hurry: system fonts, generous lines, every target 44 px high,
 * sizes in rem so that a reader's 200 % enlarges everything. Light and dark by the reader's own choice; print drops
 * what can't be used on paper and gives the steps boxes to tick.
 */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #fff; --ink: #1c2421; --soft: #52605b; --line: #dde3df;
  --accent: #0b6152; --on-accent: #fff; --tint: #e9f3f0;
  --alarm: #a8201a; --on-alarm: #fff; --alarm-tint: #fdf0ee; --alarm-line: #efc4bf;
  --amber: #7a4d00; --amber-tint: #fdf4e0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12181a; --card: #1a2225; --ink: #e6ecea; --soft: #a3b1ac; --line: #303b3c;
    --accent: #6fd0bb; --on-accent: #06251f; --tint: #18302c;
    --alarm: #ff9d94; --on-alarm: #3a0906; --alarm-tint: #33191a; --alarm-line: #6b302d;
    --amber: #f0c674; --amber-tint: #33291a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.7 system-ui, -apple-system, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  overflow-wrap: anywhere;
}
main, .bar, footer { max-width: 42rem; margin: 0 auto; padding: 0 1rem; }
a { color: var(--accent); text-underline-offset: .2em; text-decoration-thickness: .06em; }
a:hover { text-decoration-thickness: .12em; }
:focus-visible { outline: .1875rem solid var(--accent); outline-offset: .125rem; border-radius: .25rem; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem 1rem; z-index: 1; }

.bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; column-gap: 1rem; }
.bar a { display: inline-flex; align-items: center; min-height: 2.75rem; text-decoration: none; }
.bar .brand { font-weight: 650; color: var(--ink); }
.bar nav { display: flex; gap: 1.25rem; }

h1 { font-size: 1.5rem; line-height: 1.35; margin: .75rem 0; letter-spacing: .01em; }
h2 { font-size: 1.125rem; line-height: 1.4; margin: 2rem 0 .625rem; }
h3 { font-size: 1.0625rem; margin: 0 0 .25rem; }
p { margin: .625rem 0; }
.lead { font-size: 1.0625rem; }
.hint, .trail { color: var(--soft); font-size: .9375rem; margin: .5rem 0; }
.trail a { display: inline-block; padding: .375rem 0; }

.search { margin: 1.25rem 0; }
.search label { display: block; font-weight: 600; margin-bottom: .375rem; }
.field { display: flex; gap: .5rem; }
.field input {
  flex: 1; min-width: 0; min-height: 2.75rem; padding: 0 .875rem; font: inherit; color: inherit;
  background: var(--card); border: .0625rem solid var(--soft); border-radius: .625rem;
}
.field button {
  min-height: 2.75rem; padding: 0 1.25rem; font: inherit; font-weight: 600; border: 0; border-radius: .625rem;
  background: var(--accent); color: var(--on-accent); cursor: pointer;
}

.entries, .topics { list-style: none; margin: 0; padding: 0; }
.entries { border-top: .0625rem solid var(--line); }
.entries li { border-bottom: .0625rem solid var(--line); }
.entries a { display: block; min-height: 2.75rem; padding: .625rem 0; text-decoration: none; color: inherit; }
.entries a:hover .name, .topic:hover .name { text-decoration: underline; }
.entries .name { color: var(--accent); font-weight: 550; }
.some { display: block; color: var(--soft); font-size: .9375rem; line-height: 1.55; }
.topics { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: .625rem; }
.topic {
  display: block; height: 100%; padding: .75rem 1rem; background: var(--card); color: inherit; text-decoration: none;
  border: .0625rem solid var(--line); border-radius: .75rem;
}
.topic .name { font-weight: 600; }
.topic .count { float: right; color: var(--soft); font-size: .875rem; }

.alarm { background: var(--alarm-tint); border: .0625rem solid var(--alarm-line); border-radius: .75rem; padding: .25rem 1rem .5rem; }
.alarm h2 { margin-top: .625rem; color: var(--alarm); }
.alarm .entries, .alarm .entries li { border-color: var(--alarm-line); }
.alarm .entries li:last-child { border-bottom: 0; }
.alarm .entries .name { color: var(--alarm); }

.strip { background: var(--amber-tint); border-radius: .625rem; padding: .625rem .875rem; }
.badge { display: inline-block; padding: 0 .5rem; border-radius: .375rem; font-size: .875rem; font-weight: 600; background: var(--tint); color: var(--accent); }
.badge.fault { background: var(--alarm-tint); color: var(--alarm); }
.badge.maintenance { background: var(--amber-tint); color: var(--amber); }
.notice, .channel { background: var(--card); border: .0625rem solid var(--line); border-radius: .75rem; padding: .75rem 1rem; margin: .625rem 0; }
.value { font-size: 1.125rem; font-weight: 600; margin: .125rem 0; user-select: all; }
dl { margin: 0; display: grid; grid-template-columns: fit-content(38%) 1fr; gap: .25rem .875rem; }
dt { color: var(--soft); }
dd { margin: 0; }

.steps { list-style: none; counter-reset: step; margin: .75rem 0; padding: 0; }
.steps li { counter-increment: step; position: relative; padding: .3125rem 0 .3125rem 2.5rem; }
.steps li::before {
  content: counter(step); position: absolute; left: 0; top: .4375rem; width: 1.75em; height: 1.75em; border-radius: 50%;
  display: grid; place-items: center; font-size: .9375rem; line-height: 1; font-weight: 650;
  background: var(--tint); color: var(--accent);
}
.checklist { list-style: none; padding: 0; margin: 0; }
.checklist li { position: relative; padding: .125rem 0 .125rem 1.75rem; }
.checklist li::before { content: ""; position: absolute; left: .125rem; top: .45em; width: .9em; height: .9em; border: .125rem solid var(--soft); border-radius: .2em; }
figure { margin: 1rem 0; }
figure img, figure video { display: block; max-width: 100%; height: auto; border: .0625rem solid var(--line); border-radius: .625rem; }
figcaption { color: var(--soft); font-size: .9375rem; margin-top: .375rem; }
.still { margin-top: 2rem; padding: .75rem 1rem; border-left: .25rem solid var(--accent); background: var(--tint); border-radius: 0 .625rem .625rem 0; }

.calls { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0; }
.call {
  flex: 1 1 8.5rem; display: grid; place-items: center; min-height: 2.875rem; padding: .25rem .5rem; text-align: center;
  border-radius: .625rem; background: var(--alarm); color: var(--on-alarm); font-weight: 600; text-decoration: none; line-height: 1.3;
}
.call + .call { background: var(--card); color: var(--alarm); border: .125rem solid var(--alarm); }
.urgent h1 { color: var(--alarm); margin: .25rem 0 .5rem; }
.urgent .answer { line-height: 1.55; }
.urgent .answer p { margin: .375rem 0; }
.urgent .steps { margin: .375rem 0; }
.urgent .steps li { padding-top: .1875rem; padding-bottom: .1875rem; }
.urgent .steps li::before { top: .1875rem; background: var(--alarm); color: var(--on-alarm); }

footer { margin-top: 2.5rem; padding-top: .75rem; padding-bottom: 2rem; border-top: .0625rem solid var(--line); color: var(--soft); font-size: .9375rem; }
footer a { display: inline-block; padding: .375rem 0; }

@media (forced-colors: active) {
  .call, .topic, .steps li::before, .badge { border: .0625rem solid; }
}
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #333; --line: #999; --accent: #000; --tint: #fff; --alarm: #000; --alarm-tint: #fff; --alarm-line: #999; --amber: #000; --amber-tint: #fff; }
  body { font-size: 11pt; }
  nav, .bar nav, .search, .skip, .trail { display: none; }
  .call, .call + .call { flex: none; min-height: 0; padding: 0 1rem 0 0; border: 0; background: none; color: #000; }
  .steps li::before { border: .0625rem solid #000; border-radius: .2em; background: none; color: #000; }
  .notice, .channel, .steps li, .checklist li { break-inside: avoid; }
  a { text-decoration: none; }
}
`;
