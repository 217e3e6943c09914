"""Deploys a synthesized cloud assembly to the emulator by plain CloudFormation calls."""

from local.deploy.deployment import Deployment, deploy
from local.deploy.stacks import DeploymentFailed

__all__ = ["Deployment", "DeploymentFailed", "deploy"]
