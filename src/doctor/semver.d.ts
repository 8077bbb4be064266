declare module 'semver/functions/satisfies.js' {
  /** Whether a version is in a range. An invalid one never is. */
  export default function satisfies(version: string, range: string): boolean;
}
