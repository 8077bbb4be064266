/** The styles of the HTML report: readable on a laptop and on a phone, light and dark. */
export const SMOKE_STYLES = `
:root { color-scheme: light dark; --page: #f6f7f9; --card: #fff; --ink: #1c2128; --quiet: #5b6572; --line: #d9dee5; --soft: #eef1f5;
  --good: #1a7f37; --bad: #c62828; --warn: #9a6700; --skip: #6b7480; --server: #2f6fd0; --client: #7a52c7; --internal: #2a8a8a; --message: #b3591f; --record: #c98a00; }
@media (prefers-color-scheme: dark) { :root { --page: #0f1216; --card: #181c22; --ink: #e4e8ee; --quiet: #9aa4b1; --line: #303741; --soft: #222831;
  --good: #2b8a45; --bad: #d64545; --warn: #a87408; --skip: #5d6672; --server: #4b8bea; --client: #9677e0; --internal: #36a3a3; --message: #d1783d; --record: #e3a81c; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body, html { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header { margin-top: 1.25rem; }
header.bad { --accent: var(--bad); }
header.ok { --accent: var(--good); }
.tool { margin: 0; color: var(--quiet); font-size: .85rem; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; color: var(--accent); }
header p:not(.tool) { margin: .35rem 0 0; }
h2 { margin: 2rem 0 .6rem; font-size: 1.1rem; }
h4 { margin: .6rem 0 0; font-size: .9rem; }
small, .quiet { color: var(--quiet); font-size: .85rem; font-weight: normal; }
code { font: .88em ui-monospace, SFMono-Regular, Menlo, monospace; }
a { color: var(--server); }
ul { margin: 0; padding: 0; list-style: none; }
summary { cursor: pointer; border-radius: .3rem; }
summary:hover { background: var(--soft); }
.numbers { display: flex; flex-wrap: wrap; gap: .5rem; margin: .9rem 0 0; }
.numbers a { display: block; padding: .35rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); color: var(--quiet); font-size: .85rem; text-decoration: none; }
.numbers b { color: var(--ink); font-size: 1.05rem; }
.mark { display: inline-block; min-width: 3.1em; padding: 0 .5em; border-radius: .35rem; color: #fff; font-size: .75rem; line-height: 1.45; text-align: center; white-space: nowrap; }
.mark.pass { background: var(--good); }
.mark.fail { background: var(--bad); }
.mark.warn { background: var(--warn); }
.mark.skip { background: var(--skip); }
.mark.plain { background: var(--soft); color: var(--quiet); }
.checks, .scroll, .box, .trace, .metric { border: 1px solid var(--line); border-radius: .5rem; background: var(--card); }
.checks > li { border-left: 4px solid transparent; border-bottom: 1px solid var(--soft); padding: .3rem .75rem; }
.checks > li:last-child { border-bottom: 0; }
.checks > .fail { border-left-color: var(--bad); }
.checks > .warn { border-left-color: var(--warn); }
.checks .head { display: grid; grid-template-columns: 3.5rem 17rem 1fr; gap: .6rem; align-items: baseline; }
.checks .skip .message, .checks .skip b { color: var(--quiet); font-weight: normal; }
.checks summary .message::after { content: "\\a0▸"; color: var(--quiet); }
.checks [open] summary .message::after { content: "\\a0▾"; }
.checks details ul { margin: .25rem 0 .4rem 4.1rem; padding-left: .75rem; border-left: 2px solid var(--line); font-size: .92rem; }
.checks details li { padding: .15rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .75rem; border-bottom: 1px solid var(--soft); text-align: left; vertical-align: baseline; }
th { color: var(--quiet); font-size: .8rem; font-weight: normal; }
tbody tr:last-child td { border-bottom: 0; }
td:not(:last-child) { white-space: nowrap; }
.tree { padding-left: calc(.75rem + var(--depth) * 1.3rem); }
.branch { color: var(--quiet); }
.trace, .metric { margin: 0 0 .75rem; padding: .5rem .75rem; }
.metric .quiet { margin: 0 0 .3rem; }
code.id { color: var(--quiet); font-size: .75rem; }
.row { display: grid; grid-template-columns: minmax(11rem, 5fr) 8fr 4.75rem; gap: .75rem; align-items: center; min-height: 1.6rem; }
summary.row, .checks summary, .box summary, .trace > summary { list-style: none; }
summary.row::-webkit-details-marker, .checks summary::-webkit-details-marker, .trace > summary::-webkit-details-marker, .box summary::-webkit-details-marker { display: none; }
.name { padding-left: calc(var(--depth) * 1rem); line-height: 1.3; }
.log .name, .box .log { font-size: .88rem; }
.axis { min-height: 1.1rem; color: var(--quiet); }
.ticks, .track { position: relative; }
.ticks { height: 1rem; }
.ticks i { position: absolute; padding-left: .2rem; border-left: 1px solid var(--line); font-size: .7rem; font-style: normal; line-height: 1rem; white-space: nowrap; }
.track { height: 1.1rem; background: linear-gradient(90deg, var(--line) 1px, transparent 1px) 0 0 / 25% 100%; }
.bar { position: absolute; top: .15rem; bottom: .15rem; border-radius: .2rem; background: var(--internal); }
.bar.server { background: var(--server); }
.bar.client { background: var(--client); }
.bar.producer, .bar.consumer { background: var(--message); }
.bar.failed { background: var(--bad); }
.dot { position: absolute; top: .3rem; width: .5rem; height: .5rem; margin-left: -.25rem; border-radius: 50%; background: var(--record); }
.ms { text-align: right; font-size: .85rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.log .ms { color: var(--quiet); }
.span:target > summary { outline: 2px solid var(--record); }
.detail { margin: .2rem 0 .5rem 1rem; padding-left: .75rem; border-left: 2px solid var(--line); }
dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .05rem 1rem; margin: .25rem 0; font-size: .85rem; }
dt { color: var(--quiet); }
dd { margin: 0; white-space: pre-wrap; }
.box { padding: .4rem .75rem; }
.box .log { padding: .1rem 0; }
.series { display: grid; grid-template-columns: 1fr 7rem minmax(9rem, max-content); gap: .75rem; align-items: center; padding: .25rem 0; border-top: 1px solid var(--soft); }
.label { display: inline-block; margin: .1rem .2rem .1rem 0; padding: 0 .45em; border-radius: .3rem; background: var(--soft); font-size: .82rem; }
.histogram { display: flex; align-items: flex-end; gap: 1px; height: 1.5rem; }
.histogram i { flex: 1; max-width: 1rem; min-height: 1px; background: var(--server); }
@media (max-width: 44rem) {
  header, main { padding: 0 .75rem; }
  h1 { font-size: 1.35rem; }
  .checks > li { padding: .35rem .6rem; }
  .checks .head { grid-template-columns: 3.5rem 1fr; gap: 0 .6rem; }
  .checks .message { grid-column: 1 / -1; font-size: .92rem; }
  .checks .pass .message { color: var(--quiet); }
  .checks details ul { margin-left: .2rem; }
  .row { grid-template-columns: 1fr 4.25rem; gap: 0 .5rem; padding: .15rem 0; }
  .row .track, .row .ticks { grid-column: 1 / -1; grid-row: 2; }
  .log .row .track { height: .75rem; }
  .log .row .dot { top: .1rem; }
  .axis > span:not(.ticks) { display: none; }
  dl { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: .05rem .6rem; }
  th, td { padding: .3rem .5rem; }
  td:not(:last-child) { white-space: normal; }
  td.id { white-space: nowrap; }
  .series { grid-template-columns: 1fr; gap: .1rem; }
  .series .ms { text-align: left; white-space: normal; }
  .histogram { max-width: 12rem; }
}
@media print { summary:hover { background: none; } }
`;
