// The attribute keys of the semantic conventions, stable and not. Only the names: a tenth of the size of
// their package. Templates (`http.request.header.<key>`) are left out.
import * as conventions from '@opentelemetry/semantic-conventions/incubating';

export const attributeKeys = Object.entries(conventions).flatMap(([name, key]) =>
  name.startsWith('ATTR_') && typeof key === 'string' ? [key] : [],
);
