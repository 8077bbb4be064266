import { alibabaCloudEcsDetector } from '@opentelemetry/resource-detector-alibaba-cloud';
import {
  awsBeanstalkDetector,
  awsEc2Detector,
  awsEcsDetector,
  awsEksDetector,
  awsLambdaDetector,
} from '@opentelemetry/resource-detector-aws';
import {
  azureAppServiceDetector,
  azureFunctionsDetector,
  azureVmDetector,
} from '@opentelemetry/resource-detector-azure';
import { gcpDetector } from '@opentelemetry/resource-detector-gcp';
import { detectResources, type Resource, type ResourceDetector } from '@opentelemetry/resources';

/** Names in `OTEL_NODE_RESOURCE_DETECTORS` → detectors that ask a cloud's metadata service. */
const CLOUDS: Readonly<Record<string, readonly ResourceDetector[]>> = {
  alibaba: [alibabaCloudEcsDetector],
  aws: [awsEc2Detector, awsEcsDetector, awsEksDetector, awsBeanstalkDetector, awsLambdaDetector],
  azure: [azureAppServiceDetector, azureFunctionsDetector, azureVmDetector],
  gcp: [gcpDetector],
};

/** Starts the detectors of the named clouds; `all` means every cloud. Their results arrive later. */
export function detectClouds(names: readonly string[]): Resource {
  const chosen = names.includes('all') ? Object.keys(CLOUDS) : names;
  return detectResources({ detectors: chosen.flatMap(name => CLOUDS[name] ?? []) });
}
