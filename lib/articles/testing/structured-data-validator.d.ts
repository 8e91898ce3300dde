/** The package brings no types of its own. */
declare module '@adobe/structured-data-validator' {
  type Issue = {
    issueMessage: string
    severity: 'ERROR' | 'WARNING'
    path: { type?: string; property?: string }[]
  }
  export default class Validator {
    validate(extracted: { jsonld: Record<string, object[]>; errors: [] }): Promise<Issue[]>
  }
}
