import { shelfMetadata, ShelfPage, type ShelfProps } from '../../../parts/shelf-page.tsx'

export const generateMetadata = (props: ShelfProps) => shelfMetadata('region', props)

export default function RegionPage(props: ShelfProps) {
  return <ShelfPage kind="region" {...props} />
}
