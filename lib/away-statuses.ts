/** The statuses with which a proxy answers while the server is away, and the server while it starts. */
export const awayStatuses: readonly number[] = [502, 503, 504]
