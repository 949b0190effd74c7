import { answerWith } from '../form.ts'
import { drawTitleBlock } from './draw.ts'

export const dynamic = 'force-static'

export const GET = (): Promise<Response> => answerWith('image/png', drawTitleBlock)
