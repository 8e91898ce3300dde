import tailwind from '@tailwindcss/postcss'
import { colours } from './app/styles/colours-plugin.js'

export default { plugins: [colours(), tailwind()] }
