import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceCalled } from '../work/patch-library.ts';
import { handling, mcpRequesting, type ProtocolPrototype } from './mcp-requests.ts';

interface Exports {
  readonly Protocol?: { readonly prototype: ProtocolPrototype };
}

/** Version 1 is a package whose files applications import. The packages of version 2 export the class. */
const PATCHES = {
  exports: patch,
  files: { 'dist/esm/shared/protocol.js': patch, 'dist/cjs/shared/protocol.js': patch },
};

/** Creates a span for each request that a client or a server sends or handles, all in one trace. */
export function enable({ targets }: SetUp): void {
  for (const [name, versions] of Object.entries(targets)) patchExports(name, versions, PATCHES);
}

function patch({ Protocol }: Exports): void {
  if (!Protocol) return;
  const { prototype } = Protocol;
  // Version 2 sends its own requests through it, beside those of the application.
  if (prototype._requestWithSchemaViaCodec) {
    replaceCalled(prototype as Required<ProtocolPrototype>, '_requestWithSchemaViaCodec', original =>
      mcpRequesting(original, 1),
    );
  } else replaceCalled(prototype, 'request', original => mcpRequesting(original, 0));
  replaceCalled(prototype, '_onrequest', handling);
}
