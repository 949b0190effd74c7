import { formRoute } from '../answer.ts'
import { drawTitleBlock } from './draw.ts'

export const dynamic = 'force-static'
export const generateStaticParams = () => []

export const GET = formRoute('image/png', drawTitleBlock)
