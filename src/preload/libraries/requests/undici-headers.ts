/** The headers of an undici request: alternating names and values, or the raw lines before version 6. */
export interface UndiciRequest {
  headers: unknown[] | string;
}

/** Removes headers with a name, in lower case, from an undici request that was created but not sent. */
export function removeHeader(request: UndiciRequest, name: string): void {
  const { headers } = request;
  const isOther = (other: unknown) => String(other).toLowerCase() !== name;
  if (typeof headers === 'string') {
    request.headers = headers
      .split('\r\n')
      .filter(line => isOther(line.split(':', 1)[0]))
      .join('\r\n');
  } else if (Array.isArray(headers)) {
    for (let index = headers.length - 2; index >= 0; index -= 2)
      if (!isOther(headers[index])) headers.splice(index, 2);
  }
}
