import { NoSuchPage } from '../parts/no-such-page.tsx'

export default function NotFound() {
  return <NoSuchPage />
}
