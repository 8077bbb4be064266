/** The SDK's names of providers, which may end with the name of an API, and the conventions' names. */
const PROVIDERS: Readonly<Record<string, string>> = {
  'google.generative-ai': 'gcp.gemini',
  google: 'gcp.gemini',
  'google.vertex': 'gcp.vertex_ai',
  vertex: 'gcp.vertex_ai',
  'amazon-bedrock': 'aws.bedrock',
  azure: 'azure.ai.openai',
  'azure-openai': 'azure.ai.openai',
  mistral: 'mistral_ai',
  xai: 'x_ai',
};

/** `openai.chat` → `openai`. */
export function providerName(provider: string | undefined): string | undefined {
  if (provider === undefined) return undefined;
  const [first = provider, second] = provider.split('.');
  return PROVIDERS[`${first}.${second}`] ?? PROVIDERS[first] ?? first;
}
