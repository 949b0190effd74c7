/** Whether slow tests run too, as in `npm run prove journeys`. */
export const isLong = process.env.TEST_LONG === '1'
