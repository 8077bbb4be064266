/** The cost of `npm install` of each peer in an empty folder. */
export function installedSize({ cost }) {
  const of = take => ({ 'otel-run': take(cost['otel-run']), official: take(cost.official) });
  return [
    {
      id: 'install-size',
      what: 'Installed size',
      unit: 'MB',
      digits: 1,
      values: of(({ bytes }) => [bytes]),
      reach: '12 MB',
    },
    {
      id: 'install-packages',
      what: 'Installed packages',
      unit: '',
      values: of(({ packages }) => [packages]),
      reach: '10',
    },
    {
      id: 'install-time',
      what: '`npm install`, its cache warm',
      unit: 's',
      digits: 1,
      values: of(({ milliseconds }) => milliseconds.map(value => value / 1000)),
    },
  ];
}
