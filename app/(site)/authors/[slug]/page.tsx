import { shelfMetadata, ShelfPage, type ShelfProps } from '../../../parts/shelf-page.tsx'

export const generateMetadata = (props: ShelfProps) => shelfMetadata('author', props)

export default function AuthorPage(props: ShelfProps) {
  return <ShelfPage kind="author" {...props} />
}
