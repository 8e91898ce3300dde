import type { Picture } from '#lib/articles/card.ts'
import { pictureSets } from '#lib/articles/picture-files.ts'
import { pictureFiles } from '#lib/runtime.ts'

type Props = {
  picture: Picture
  alt: string
  /** How wide it is shown, as `sizes` says it. */
  sizes: string
  /** Whether it is what a person sees first. */
  first: boolean
  className?: string
}

/** A picture of an article, in the width that a screen needs, with room kept for it. */
export function PlateImage({ picture, alt, sizes, first, className = '' }: Props) {
  const { own, avif } = pictureSets(picture, pictureFiles())
  return (
    <picture>
      {avif !== undefined && <source type="image/avif" srcSet={avif} sizes={sizes} />}
      <img
        src={picture.src}
        {...(own === undefined ? {} : { srcSet: own, sizes })}
        alt={alt}
        width={picture.width}
        height={picture.height}
        loading={first ? 'eager' : 'lazy'}
        fetchPriority={first ? 'high' : 'auto'}
        // The first is painted with the text around it: decoded later, it would be blank for a moment.
        decoding={first ? 'sync' : 'async'}
        className={`plate ${className}`}
      />
    </picture>
  )
}
