// Holds the calls that functions were seen to make against what they may do, by simulating IAM: every call is allowed,
// and whatever is allowed was seen or is explained here. API Gateway may call every function, and do nothing else.
//
//   node iam.mjs CALLS POLICIES
//
// CALLS are the lines of tests/support/recorder.rs, POLICIES what policies.py prints. The simulator is looked for where
// NODE_PATH says.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { runSimulation } = createRequire(import.meta.url)('@cloud-copilot/iam-simulate')

const ACCOUNT = '123456789012'

// AWS's own policies that roles have, and what Lambda itself does by them for a function: no code calls for it.
const MANAGED = {
  'service-role/AWSLambdaBasicExecutionRole': 'writes the log',
  AWSXRayDaemonWriteAccess: 'sends traces, for a role that is shared',
  AWSXrayWriteOnlyAccess: 'sends traces, for a role that SAM makes',
  'service-role/AWSLambdaDynamoDBExecutionRole': 'reads the stream',
  'service-role/AWSLambdaSQSQueueExecutionRole': 'takes messages out of queues'
}

// What functions may do besides that no test sees them do: the function, the action, the end of the ARN, and why.
const EXPLAINED = [
  ['consume_stream', 'sqs:SendMessage', ':stream-dead-letters', 'Lambda puts there what was given up'],
  ['run_jobs', 'sqs:SendMessage', ':stream-dead-letters', 'Lambda puts there what was given up'],
  ['record_delivery', 'sqs:SendMessage', ':worker-dead-letters', 'Lambda puts there what was given up'],
  ['recount_sample', 'sqs:SendMessage', ':worker-dead-letters', 'Lambda puts there what was given up'],
  ['send_reminders', 'sqs:SendMessage', ':worker-dead-letters', 'Lambda puts there what was given up']
]

// All that API Gateway may do.
const GATEWAY = `lambda:InvokeFunction on arn:aws:lambda:eu-central-1:${ACCOUNT}:function:codriver-*`

const { functions, gateway, resources } = JSON.parse(readFileSync(process.argv[3], 'utf8'))
const calls = readFileSync(process.argv[2], 'utf8').trim().split('\n').map((line) => JSON.parse(line))

/** Whether a role with these policies may make a call. */
async function may(policies, { function: name, action, resource, from }) {
  const outcome = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/${name}`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: from ? { 'ses:FromAddress': from } : {}
      },
      identityPolicies: policies.map((policy) => ({ name: policy.PolicyName, policy: policy.PolicyDocument })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: resources[resource]
    },
    {}
  )
  if (outcome.resultType === 'error') throw new Error(`${name}, ${action}, ${resource}: ${JSON.stringify(outcome.errors)}`)
  return outcome.overallResult === 'Allowed'
}

const listed = (one) => (Array.isArray(one) ? one : [one])

/** What policies allow, one action on one resource at a time, each as a policy of its own. */
function grants(policies) {
  return policies.flatMap(({ PolicyDocument: document }) =>
    listed(document.Statement).flatMap((statement) =>
      listed(statement.Action).flatMap((Action) =>
        listed(statement.Resource).map((Resource) => ({
          Action,
          Resource,
          policy: { PolicyName: 'one', PolicyDocument: { ...document, Statement: [{ ...statement, Action, Resource }] } }
        }))
      )
    )
  )
}

/** Whether any of these calls is allowed by a grant. */
async function isUsed(grant, made) {
  for (const call of made.filter(({ action }) => action === grant.Action)) {
    if (await may([grant.policy], call)) return true
  }
  return false
}

const wrong = []
for (const call of calls) {
  const allowed = functions[call.function] && (await may(functions[call.function].policies, call))
  if (!allowed) wrong.push(`${call.function} may not ${call.action} on ${call.resource}`)
}

const needed = new Set()
let granted = 0
for (const [name, { managed, policies }] of Object.entries(functions)) {
  for (const arn of managed) {
    const known = arn.replace('arn:aws:iam::aws:policy/', '')
    needed.add(known)
    if (!MANAGED[known]) wrong.push(`${name} has ${arn}, of which nothing is said here`)
  }
  const made = calls.filter((call) => call.function === name)
  for (const grant of grants(policies)) {
    granted += 1
    if (await isUsed(grant, made)) continue
    const is = ([of, action, end]) => of === name && action === grant.Action && grant.Resource.endsWith(end)
    const explained = EXPLAINED.find(is)
    needed.add(explained)
    if (!explained) wrong.push(`${name} was never seen to ${grant.Action} on ${grant.Resource}, and may`)
  }
}
for (const one of [...Object.keys(MANAGED), ...EXPLAINED]) {
  if (!needed.has(one)) wrong.push(`nothing needs to be said of ${one} any more`)
}

for (const resource of gateway.calls) {
  const call = { function: 'the gateway', action: 'lambda:InvokeFunction', resource }
  if (!(await may(gateway.policies, call))) wrong.push(`the gateway may not call ${resource}`)
}
const its = [...gateway.managed, ...grants(gateway.policies).map(({ Action, Resource }) => `${Action} on ${Resource}`)]
if (its.join() !== GATEWAY) wrong.push(`the gateway may ${its}`)
const trusted = gateway.trusted.map(({ Principal }) => JSON.stringify(Principal))
if (trusted.join() !== '{"Service":"apigateway.amazonaws.com"}') wrong.push(`${trusted} may act as the gateway`)

for (const fault of wrong.sort()) console.error(fault)
console.log(`${calls.length} calls of ${Object.keys(functions).length} functions, ${granted} grants: ${wrong.length} faults`)
process.exitCode = wrong.length ? 1 : 0
