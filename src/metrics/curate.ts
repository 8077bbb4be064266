import type { Attributes } from '@opentelemetry/api';
import { AggregationType, type MeterProvider, type ViewOptions } from '@opentelemetry/sdk-metrics';
import { explosionOf } from '../shared/exploding-labels.ts';
import { APPLICATION_SERIES_LIMIT, curatedAttributes, policyOf } from './metric-policy.ts';
import { createSeriesLimit } from './series-limit.ts';

/** What it takes to curate metrics. */
export interface Curation {
  /** Scopes of otel-run's own instrumentations: what the policy does not name of theirs is not exported. */
  readonly ownScopes: ReadonlySet<string>;
  /** An instrument has more series than it may have. */
  readonly onFull: (message: string) => void;
  /** An attribute is left out. Once for each instrument and attribute. */
  readonly onLeftOut: (message: string) => void;
}

type Process = (attributes: Attributes) => Attributes;

/** What is used of the inside of the SDK: which views hold for an instrument, and a view. */
interface View {
  readonly attributesProcessor: { readonly process: Process };
  readonly aggregationCardinalityLimit: number | undefined;
}
interface Inside {
  readonly _sharedState: {
    readonly viewRegistry: {
      findViews(instrument: { readonly name: string }, scope: { readonly name: string }): readonly View[];
    };
  };
}

/** Views that every instrument matches: patterns for the views that `curate` makes for one instrument each. */
export const CURATING_VIEWS: readonly ViewOptions[] = [
  { instrumentName: '*' },
  { instrumentName: '*', aggregation: { type: AggregationType.DROP } },
];

/**
 * Puts the policy between the instruments of a meter provider and what is exported. A view of the SDK holds for all
 * instruments that it matches and does not tell its attributes processor which one measures, so each instrument gets
 * a view of its own when it is made. A view that the application declares keeps what it says: the policy fills in
 * attributes and limit where it is silent.
 *
 * @param provider made with the application's views first and `CURATING_VIEWS` last
 */
export function curate(provider: MeterProvider, curation: Curation): void {
  const { viewRegistry } = (provider as unknown as Inside)._sharedState;
  const findViews = viewRegistry.findViews.bind(viewRegistry);
  const limits = new Map<string, Process>();
  viewRegistry.findViews = (instrument, scope) => {
    const found = findViews(instrument, scope);
    const declared = found.slice(0, -CURATING_VIEWS.length);
    const [keep, drop] = found.slice(-CURATING_VIEWS.length);
    if (!keep || !drop) return found;
    if (declared.length === 0 && isDropped(instrument.name, scope.name, curation)) {
      // What is dropped is still remembered by its attributes.
      return [Object.create(drop, { attributesProcessor: { value: { process: () => NO_ATTRIBUTES } } })];
    }
    const { reduce, seriesLimit } = rulesOf(instrument.name, scope.name, curation);
    return (declared.length > 0 ? declared : [keep]).map(view => {
      const ownReduce = view.attributesProcessor === keep.attributesProcessor ? reduce : undefined;
      const ownLimit = view.aggregationCardinalityLimit;
      const limit = ownLimit ? identity : limitOf(limits, instrument.name, seriesLimit, curation);
      const before = ownReduce ?? (attributes => view.attributesProcessor.process(attributes));
      return Object.create(view, {
        attributesProcessor: { value: { process: (given: Attributes | null) => limit(before(given ?? {})) } },
        // The one more is that of the overflow.
        aggregationCardinalityLimit: { value: ownLimit ?? seriesLimit + 1 },
      });
    });
  };
}

const identity: Process = attributes => attributes;

const NO_ATTRIBUTES: Attributes = {};

function isDropped(instrument: string, scope: string, { ownScopes }: Curation): boolean {
  return ownScopes.has(scope) && !policyOf(instrument, scope);
}

function rulesOf(instrument: string, scope: string, { onLeftOut }: Curation) {
  const policy = policyOf(instrument, scope);
  return policy
    ? { seriesLimit: policy.seriesLimit, reduce: (given: Attributes) => curatedAttributes(policy, given) }
    : { seriesLimit: APPLICATION_SERIES_LIMIT, reduce: withoutExploding(instrument, onLeftOut) };
}

/** Labels of one metric that are talked about, should their names be without end too. */
const MOST_SAID = 20;

/** Of what an application measures itself, everything but what is known to explode. */
function withoutExploding(instrument: string, onLeftOut: Curation['onLeftOut']): Process {
  const said = new Set<string>();
  return given => {
    const kept: Attributes = {};
    for (const name of Object.keys(given)) {
      const explosion = explosionOf(name, given[name]);
      if (!explosion) kept[name] = given[name];
      else if (!said.has(name) && said.size < MOST_SAID) {
        said.add(name);
        onLeftOut(`the label ${name} of metric ${instrument} is left out: it is ${explosion.what}`);
      }
    }
    return kept;
  };
}

/** Instruments of one name share a limit, whichever scope they are of. */
function limitOf(
  limits: Map<string, Process>,
  instrument: string,
  seriesLimit: number,
  { onFull }: Curation,
): Process {
  const name = instrument.toLowerCase();
  const made =
    limits.get(name) ??
    createSeriesLimit(seriesLimit, ({ label, values }) =>
      onFull(
        `metric ${instrument} has more than ${seriesLimit} series, of which the label ${label} makes ${values}: ` +
          'further ones are counted together (otel.metric.overflow). Take the label away, or give the metric a view ' +
          'in OTEL_RUN_EXTEND; OTEL_RUN_METRICS=all switches all limits off',
      ),
    );
  limits.set(name, made);
  return made;
}
