import type { Attributes } from '@opentelemetry/api';
import { AggregationType, type MeterProvider, type ViewOptions } from '@opentelemetry/sdk-metrics';
import { explosionOf } from '../shared/exploding-labels.ts';
import { APPLICATION_SERIES_LIMIT, curatedAttributes, policyOf } from './metric-policy.ts';
import { createSeriesLimit } from './series-limit.ts';

/** The options for curating metrics. */
export interface Curation {
  /** Scopes of otel-run's own instrumentations. Their metrics are exported only if the policy names them. */
  readonly ownScopes: ReadonlySet<string>;
  /** Called when an instrument exceeds its limit of series. */
  readonly onFull: (message: string) => void;
  /** Called when an attribute is left out, once for each instrument and attribute. */
  readonly onLeftOut: (message: string) => void;
}

type Process = (attributes: Attributes) => Attributes;

/** The internals that are used of the SDK: the views of an instrument, and a view. */
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

/** Views that match every instrument: templates for the view that `curate` makes for each instrument. */
export const CURATING_VIEWS: readonly ViewOptions[] = [
  { instrumentName: '*' },
  { instrumentName: '*', aggregation: { type: AggregationType.DROP } },
];

/**
 * Applies the policy to the instruments of a meter provider. A view of the SDK applies to all instruments
 * that it matches, and does not tell its attributes processor which one is measuring. So each instrument gets
 * its own view when it is created. Views that the application declares keep their settings: the policy only
 * adds missing attributes and limits.
 *
 * @param provider created with the application's views first and `CURATING_VIEWS` last
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
      // The SDK remembers dropped measurements by their attributes.
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
        // One more, for the overflow.
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

/** Maximum number of labels per metric to warn about, in case the names are also unlimited. */
const MOST_SAID = 20;

/** Of the application's own metrics, every attribute except those known to explode. */
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

/** Instruments with the same name share a limit, whatever their scope. */
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
        `metric ${instrument} has more than ${seriesLimit} series, mostly because its label ${label} has ${values} values: ` +
          'further series are counted together (otel.metric.overflow). Remove the label, or give the metric a view ' +
          'in OTEL_RUN_EXTEND; OTEL_RUN_METRICS=all switches all limits off',
      ),
    );
  limits.set(name, made);
  return made;
}
