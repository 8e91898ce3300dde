import type { DraftInput } from '../draft.ts'

/** One thing the person who imports should know: what was decided, or what to look at. */
export type Remark = {
  about:
    | 'cut'
    | 'access'
    | 'title'
    | 'standfirst'
    | 'filed'
    | 'source'
    | 'picture'
    | 'file'
    | 'state'
  text: string
}

/** A picture that the publication keeps, as an article names it. */
export type KnownPicture = { src: string; width: number; height: number }

/**
 * What became of a picture that a file names: kept by the publication; `elsewhere`, where it is loaded from as before; or
 * `missing`, so that the article does without it.
 */
export type PictureFate = KnownPicture | 'elsewhere' | 'missing'

/** Says what became of the picture at an address as the file writes it: another site's, or relative to the file. */
export type PictureFates = (written: string) => PictureFate

/** An article as a file has it; who it is and where it is written is decided when it is saved. */
export type ImportedDraft = Omit<DraftInput, 'id' | 'importedFrom'>

/** What a file says: an article with remarks and everything left out, or why it is refused. */
export type ImportReading =
  | { kind: 'article'; draft: ImportedDraft; remarks: Remark[]; dropped: string[] }
  | { kind: 'refused'; why: string }

/** What a format reads from a file, before access is decided and the cut is tried. */
export type FileReading =
  | {
      kind: 'read'
      /** `accessLevel` only when the file names it. */
      fields: Omit<ImportedDraft, 'sourceHtml' | 'accessLevel'> & {
        accessLevel?: ImportedDraft['accessLevel']
      }
      /** The body: sanitised already, or as the source had it. */
      html: string
      /** Markers and doubts that were found on the way and are no longer seen in `html`. */
      found: Found
      remarks: Remark[]
      dropped: string[]
    }
  | { kind: 'refused'; why: string }

export type Found = { markers: { spelling: string; text: string }[]; doubts: string[] }
