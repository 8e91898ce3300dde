import { shelfMetadata, ShelfPage, type ShelfProps } from '../../../parts/shelf-page.tsx'

export const generateMetadata = (props: ShelfProps) => shelfMetadata('section', props)

export default function SectionPage(props: ShelfProps) {
  return <ShelfPage kind="section" {...props} />
}
