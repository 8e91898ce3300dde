import { shelfMetadata, ShelfPage, type ShelfProps } from '../../../parts/shelf-page.tsx'

export const generateMetadata = (props: ShelfProps) => shelfMetadata('topic', props)

export default function TopicPage(props: ShelfProps) {
  return <ShelfPage kind="topic" {...props} />
}
