import { formatRoute } from '../format-route.ts'
import { drawTitleBlock } from './draw.ts'

export const dynamic = 'force-static'
export const generateStaticParams = () => []

export const GET = formatRoute('image/png', drawTitleBlock)
