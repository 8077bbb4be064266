/** The styles of the HTML report: readable on a laptop and on a phone, light and dark. */
export const SMOKE_STYLES = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: #3b7dd8; }
* { box-sizing: border-box; }
body, html { margin: 0; font: 15px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
h1 { font-size: 1.25rem; margin: 1.25rem 0 .25rem; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
code { font: .9em ui-monospace, monospace; }
small { opacity: .7; font-weight: normal; }
ul { padding-left: 1.2rem; margin: .25rem 0; }
.checks { list-style: none; padding: 0; }
.checks > li { padding: .25rem 0; border-bottom: 1px solid var(--soft); }
summary { cursor: pointer; }
.pass, .fail, .warn, .skip { display: inline-block; padding: 0 .45em; border-radius: .6em; font-size: .8em; color: #fff; white-space: nowrap; }
.pass { background: #23803f; }
.fail { background: #c02b2b; }
.warn { background: #96690a; }
.skip { background: #6b7280; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem .5rem; border-bottom: 1px solid var(--soft); }
th, td:first-child { white-space: nowrap; }
.trace { margin: .75rem 0; border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .6rem; }
.trace > summary { font-weight: 600; }
.span > summary { display: grid; grid-template-columns: minmax(9rem, 2fr) 3fr 5.5rem; gap: .5rem; align-items: center; list-style: none; }
.track { position: relative; height: .8rem; background: var(--soft); border-radius: .2rem; overflow: hidden; }
.bar { position: absolute; top: 0; bottom: 0; background: var(--accent); border-radius: .2rem; }
.bar.error { background: #c02b2b; }
.dot { position: absolute; top: .15rem; width: .5rem; height: .5rem; margin-left: -.25rem; border-radius: 50%; background: #d29922; border: 1px solid #fff; }
.ms { text-align: right; font-variant-numeric: tabular-nums; }
.logs { list-style: none; padding-left: 1.2rem; font-size: .92em; }
dl { display: grid; grid-template-columns: minmax(8rem, auto) 1fr; gap: .1rem .75rem; margin: .3rem 0 .6rem 1rem; font-size: .9em; }
dt { opacity: .75; }
dd { margin: 0; }
@media (max-width: 40rem) {
  .span > summary { grid-template-columns: 1fr 5rem; }
  .track { grid-column: 1 / -1; grid-row: 2; }
  dl { grid-template-columns: 1fr; }
}
`;
