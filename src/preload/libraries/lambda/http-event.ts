import { type Attributes, SpanKind } from '@opentelemetry/api';
import { eventText, fieldOf } from './event-field.ts';
import type { Trigger } from './trigger.ts';

/**
 * A request from API Gateway (REST: version 1.0 of the payload, HTTP and function URLs: 2.0), a WebSocket, or
 * a load balancer.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-alb.html
 */
export function httpTrigger(event: unknown): Trigger | undefined {
  const request = fieldOf(event, 'requestContext');
  const http = fieldOf(request, 'http');
  const method = eventText(fieldOf(http, 'method')) ?? eventText(fieldOf(event, 'httpMethod'));
  const isWebSocket = eventText(fieldOf(request, 'connectionId')) !== undefined;
  if (method === undefined && !isWebSocket) return undefined;
  const headers = headersOf(event);
  return {
    type: 'http',
    kind: SpanKind.SERVER,
    attributes: {
      'http.request.method': method,
      'url.path': eventText(fieldOf(event, 'rawPath')) ?? eventText(fieldOf(event, 'path')),
      'url.scheme': eventText(headers['x-forwarded-proto']),
      'http.route': routeOf(event, request),
      'server.address': eventText(headers.host),
      'user_agent.original': eventText(headers['user-agent']),
    } satisfies Attributes,
    parent: headers,
  };
}

/** Names in lower case. If a request has several headers with one name, they are a list: the first counts. */
function headersOf(event: unknown): Readonly<Record<string, unknown>> {
  const given = { ...Object(fieldOf(event, 'multiValueHeaders')), ...Object(fieldOf(event, 'headers')) };
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value[0] : value,
    ]),
  );
}

/** `/users/{id}` in version 1.0, `GET /users/{id}` in 2.0. `$default` and `$connect` are not routes. */
function routeOf(event: unknown, request: unknown): string | undefined {
  const key = eventText(fieldOf(event, 'routeKey')) ?? eventText(fieldOf(request, 'routeKey'));
  const route = eventText(fieldOf(event, 'resource')) ?? key?.replace(/^\S+ /, '');
  return route?.startsWith('/') ? route : undefined;
}
