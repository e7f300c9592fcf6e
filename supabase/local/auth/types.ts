/** Answers a web request; the parts of Auth wrap one another. */
export type Fetch = (request: Request) => Promise<Response>;

/** Asks the database as its administrator. */
export type Query = <Row>(sql: string, parameters: readonly unknown[]) => Promise<Row[]>;

/** An answer in the form of the platform's Auth service, of which supabase-js makes an AuthError. */
export function authError(status: number, error_code: string, msg: string): Response {
  return Response.json(
    { code: status, error_code, msg },
    { status, headers: { 'x-supabase-api-version': '2024-01-01' } },
  );
}
