/** The colours of maps, by day and by night: those of `app/styles/tokens.css`, and a sea and a land to go with them. */
export type Inks = {
  sea: string
  grid: string
  land: string
  border: string
  region: string
  regionBorder: string
  ink: string
  soft: string
  paper: string
  mark: string
}

export const day: Inks = {
  sea: '#dde6e3',
  grid: '#cdd9d5',
  land: '#f7f2e7',
  border: '#c9bfaa',
  region: '#e6cd92',
  regionBorder: '#bd9b4d',
  ink: '#12211f',
  soft: '#4f5f5d',
  paper: '#fbf8f1',
  mark: '#d8442b',
}

export const night: Inks = {
  sea: '#14242a',
  grid: '#1f3238',
  land: '#25332f',
  border: '#45544f',
  region: '#7a6430',
  regionBorder: '#a5873f',
  ink: '#ece5d7',
  soft: '#a9b5ae',
  paper: '#0e1817',
  mark: '#e2583f',
}
