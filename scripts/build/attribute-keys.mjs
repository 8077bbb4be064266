// The attribute keys of the semantic conventions, stable and not: names alone, a tenth of the package that has them.
// Templates (`http.request.header.<key>`) are left out.
import * as conventions from '@opentelemetry/semantic-conventions/incubating';

export const attributeKeys = Object.entries(conventions).flatMap(([name, key]) =>
  name.startsWith('ATTR_') && typeof key === 'string' ? [key] : [],
);
