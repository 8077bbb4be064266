// Draws what each peer adds, as bars, from rows of the table.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ALL_PEERS } from './peers.mjs';
import { addedBy } from './rows.mjs';

/** A file of docs/images for each chart, with the rows that it shows. */
const CHARTS = [
  {
    file: 'cost-of-a-start.svg',
    title: 'What is added to the start of an Express application, in milliseconds',
    rows: { 'start-cjs': 'CommonJS', 'start-mjs': 'ES modules' },
  },
  {
    file: 'cost-of-a-request.svg',
    title: 'What is added to the CPU time of a request, in microseconds',
    rows: {
      'http-cpu': 'node:http',
      'express-cpu': 'Express + pino',
      'fastify-cpu': 'Fastify + pino',
      'service-cpu': 'Fastify + pg + ioredis + pino + fetch',
    },
  },
  {
    file: 'cost-in-memory.svg',
    title: 'What is added to the memory of a server under load, in megabytes',
    scale: 1e6,
    rows: { 'http-rss': 'node:http', 'express-rss': 'Express + pino', 'fastify-rss': 'Fastify + pino' },
  },
];

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));

/** Pixels. */
const WIDTH = 760;
const BAR = { left: 150, height: 18, step: 23, longest: 500 };
const HEAD = 56;
const GROUP = 30;

const STYLE = `
    text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2933; }
    .head { font-weight: 600; }
    .ours { fill: #2f855a; }
    .other { fill: #a9b7c6; }`;

/**
 * Writes the charts.
 *
 * @returns an image in Markdown for each, whose text says the figures
 */
export function drawCharts(rows) {
  return CHARTS.map(chart => {
    const groups = groupsOf(chart, rows);
    writeFileSync(`${FOLDER}${chart.file}`, draw(chart.title, groups));
    const said = groups.map(({ title, bars }) => `${title}: ${bars.map(wordsOf).join(', ')}`);
    return `![${chart.title}. ${said.join('. ')}](images/${chart.file})`;
  });
}

function groupsOf({ rows: shown, scale = 1 }, rows) {
  return Object.entries(shown).map(([id, title]) => {
    const { values } = rows.find(row => row.id === id);
    const peers = ALL_PEERS.filter(peer => peer !== 'bare' && values[peer]);
    return { title, bars: peers.map(peer => ({ peer, value: Math.max(0, addedBy(peer, values) / scale) })) };
  });
}

const rounded = value => Math.round(value).toLocaleString('en');
const wordsOf = ({ peer, value }) => `${peer} ${rounded(value)}`;

function draw(title, groups) {
  const longest = Math.max(...groups.flatMap(({ bars }) => bars.map(({ value }) => value)));
  const lines = [];
  let y = HEAD;
  for (const { title: name, bars } of groups) {
    lines.push(`<text class="head" x="18" y="${y}">${name}</text>`);
    y += 10;
    for (const { peer, value } of bars) {
      const width = Math.max(1, Math.round((value / longest) * BAR.longest));
      const middle = y + BAR.height - 5;
      lines.push(
        `<text x="${BAR.left - 10}" y="${middle}" text-anchor="end">${peer}</text>`,
        `<rect class="${peer === 'otel-run' ? 'ours' : 'other'}" x="${BAR.left}" y="${y}" width="${width}" height="${BAR.height}" rx="3"/>`,
        `<text x="${BAR.left + width + 8}" y="${middle}">${rounded(value)}</text>`,
      );
      y += BAR.step;
    }
    y += GROUP;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y - 16}" role="img" aria-labelledby="title">
  <title id="title">${title}</title>
  <style>${STYLE}
  </style>
  <rect x=".5" y=".5" width="${WIDTH - 1}" height="${y - 17}" rx="10" fill="#fbfcfe" stroke="#d5dde6"/>
  <text class="head" x="18" y="30">${title}</text>
  ${lines.join('\n  ')}
</svg>
`;
}
