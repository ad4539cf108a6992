// An emulator for one run, and signed calls to it.

import { spawn } from 'node:child_process';
import http from 'node:http';
import { once } from 'node:events';
import readline from 'node:readline';

import { load } from './browser.mjs';

const aws4 = await load('aws4');
const targets = {
  codeconnections: ['com.amazonaws.codeconnections.CodeConnections_20231201', '1.0'],
  codepipeline: ['CodePipeline_20150709', '1.1'],
};

const running = [];

export class Account {
  static async start(program) {
    const child = spawn(program, ['--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(readline.createInterface({ input: child.stdout }), 'line');
    child.stdout.resume();
    running.push(child);
    return Object.assign(new Account(), { url: line.replace('listening on ', '') });
  }

  static stopAll() {
    running.forEach((child) => child.kill());
  }

  async call(service, operation, input, region = 'eu-west-1') {
    const [prefix, version] = targets[service];
    const { hostname, port } = new URL(this.url);
    const headers = { 'X-Amz-Target': `${prefix}.${operation}`, 'Content-Type': `application/x-amz-json-${version}` };
    const request = { service, region, hostname, port, path: '/', method: 'POST', headers, body: JSON.stringify(input) };
    const keys = { accessKeyId: 'test', secretAccessKey: 'test' };
    const signed = aws4.sign({ ...request, host: `${hostname}:${port}` }, keys);
    const [response] = await once(http.request({ ...signed, host: hostname }).end(signed.body), 'response');
    let text = '';
    for await (const part of response) text += part;
    if (response.statusCode !== 200) throw new Error(`${operation}: ${text}`);
    return text && JSON.parse(text);
  }

  async control(path, body) {
    const response = await fetch(`${this.url}/_emulator/${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
  }

  async connection(name, region) {
    const input = { ConnectionName: name, ProviderType: 'GitLab' };
    return (await this.call('codeconnections', 'CreateConnection', input, region)).ConnectionArn;
  }

  async authorize(arn) {
    const path = `/_emulator/connections/${encodeURIComponent(arn)}/status`;
    await fetch(this.url + path, { method: 'PUT', body: JSON.stringify({ status: 'AVAILABLE' }) });
  }

  async host(name) {
    const input = { Name: name, ProviderType: 'GitLabSelfManaged', ProviderEndpoint: 'https://gitlab.example.com' };
    await this.call('codeconnections', 'CreateHost', input);
  }

  // A pipeline from a push over an approval to a deployment in four stages.
  async pipeline(name, connection, region) {
    const pipeline = {
      name,
      roleArn: 'arn:aws:iam::111122223333:role/pipeline',
      pipelineType: 'V2',
      executionMode: 'QUEUED',
      artifactStore: { type: 'S3', location: 'acme-artifacts' },
      variables: [{ name: 'target', defaultValue: 'staging', description: 'Where it is released' }],
      stages: [
        { name: 'Source', actions: [source(connection)] },
        { name: 'Build', actions: [build('Unit'), build('Integration')] },
        { name: 'Approve', actions: [approval()] },
        { name: 'Deploy', actions: [build('Deploy')] },
      ],
    };
    await this.call('codepipeline', 'CreatePipeline', { pipeline }, region);
  }
}

const type = (category, provider) => ({ category, owner: 'AWS', provider, version: '1' });

const source = (connection) => ({
  name: 'GitLab',
  actionTypeId: type('Source', 'CodeStarSourceConnection'),
  outputArtifacts: [{ name: 'code' }],
  configuration: { ConnectionArn: connection, FullRepositoryId: 'acme/platform/payments-api', BranchName: 'main' },
});

const build = (name) => ({
  name,
  actionTypeId: type('Build', 'CodeBuild'),
  inputArtifacts: [{ name: 'code' }],
  configuration: { ProjectName: `payments-${name.toLowerCase()}` },
});

const approval = () => ({
  name: 'Release',
  actionTypeId: type('Approval', 'Manual'),
  configuration: {
    CustomData: 'Release payments to #{variables.target}?',
    ExternalEntityLink: 'https://gitlab.example.com/acme/platform/payments-api/-/merge_requests/7',
  },
});
