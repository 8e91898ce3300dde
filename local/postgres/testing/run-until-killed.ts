/** A program that starts PostgreSQL, writes a row, says so, and is then killed by a test. */
import postgres from 'postgres'
import { startPostgres } from '../server.ts'

const [folder = '', port = ''] = process.argv.slice(2)
const server = await startPostgres({ folder, port: Number(port), password: 'p', database: 'one' })
const sql = postgres(server.url, { max: 1 })
await sql`create table kept (word text)`
await sql`insert into kept values ('committed')`
process.stdout.write('ready\n')
setInterval(() => undefined, 60_000)
