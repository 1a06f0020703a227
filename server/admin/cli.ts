import { contextOfProcess } from './context.ts'
import { runAdmin } from './run.ts'

process.exitCode = await runAdmin(process.argv.slice(2), contextOfProcess(process.env))
