export const dynamic = 'force-dynamic'

/** Says that the process answers, and checks nothing else. */
export function GET(): Response {
  return Response.json({ status: 'ok' })
}
