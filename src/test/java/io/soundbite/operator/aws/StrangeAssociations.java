package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.PodIdentityAssociation;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociationSummary;

/** A stranger's calls to EKS. */
record StrangeAssociations(EksClient eks) {

  void change(PodIdentityAssociation before, PodIdentityAssociation after) {
    var live = live(after);
    eks.updatePodIdentityAssociation(
        it ->
            it.clusterName(after.cluster())
                .associationId(live.associationId())
                .roleArn(after.roleArn())
                .targetRoleArn(after.additional().get("targetRoleArn"))
                .disableSessionTags(
                    Boolean.valueOf(
                        after.additional().getOrDefault("disableSessionTags", "false"))));
    TagChange.between(before.tags(), after.tags())
        .by(
            set -> eks.tagResource(it -> it.resourceArn(live.associationArn()).tags(set)),
            removed ->
                eks.untagResource(it -> it.resourceArn(live.associationArn()).tagKeys(removed)));
  }

  void delete(PodIdentityAssociation have) {
    var id = live(have).associationId();
    eks.deletePodIdentityAssociation(it -> it.clusterName(have.cluster()).associationId(id));
  }

  private PodIdentityAssociationSummary live(PodIdentityAssociation association) {
    return eks.listPodIdentityAssociations(
            it ->
                it.clusterName(association.cluster())
                    .namespace(association.namespace())
                    .serviceAccount(association.serviceAccount()))
        .associations()
        .getFirst();
  }
}
