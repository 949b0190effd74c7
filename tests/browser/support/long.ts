/** Whether what takes long runs too: in `npm run prove journeys` it does. */
export const isLong = process.env.TEST_LONG === '1'
