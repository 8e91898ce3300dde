import tailwind from '@tailwindcss/postcss'
import { colours } from './app/styles/colours-plugin.js'
import { typefaces } from './app/styles/typefaces-plugin.js'

export default { plugins: [colours(), typefaces(), tailwind()] }
