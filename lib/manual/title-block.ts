import type { Manual } from './manual.ts'

/** The status of a manual that readers are given. */
export const statusOf = ({ leftOut }: Pick<Manual, 'leftOut'>): string =>
  leftOut > 0 ? 'Published in part' : 'Published'
